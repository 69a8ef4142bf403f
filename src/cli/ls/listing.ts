import { formatBytes } from '../../format.js';
import type { Artifact } from '../container/entry.js';
import type { Sink } from '../host.js';
import { formatAge } from '../print/numbers.js';
import { printTable, printTabs, type Column } from '../print/table.js';

/** Shows artifacts as they come. */
export interface Listing {
  readonly add: (artifacts: readonly Artifact[]) => void;
  /** when there are no more */
  readonly end: () => void;
}

/** A table in a terminal, columns between tabs without one, or JSON. */
export function createListing(
  out: Sink,
  { json, now }: { readonly json: boolean; readonly now: number },
): Listing {
  if (json) return createJsonListing(out);
  if (out.width === undefined) {
    return {
      add: (artifacts) => {
        out.write(printTabs(artifacts.map(toColumns)));
      },
      end: () => undefined,
    };
  }
  let count = 0;
  return {
    add: (artifacts) => {
      if (artifacts.length > 0) out.write(printTable(columns, artifacts.map(toCells(now)), out, count === 0));
      count += artifacts.length;
    },
    end: () => {
      if (count === 0) out.write('There are no artifacts.\n');
    },
  };
}

const columns: readonly Column[] = [
  { title: 'HASH' },
  { title: 'SCOPE', longest: 28 },
  { title: 'SIZE', align: 'right' },
  { title: 'AGE', align: 'right' },
  { title: 'PRODUCER' },
];

const producerOf = ({ blob }: Artifact) => blob.metadata['producer'] ?? '';

const toCells =
  (now: number) =>
  (artifact: Artifact): string[] => [
    ...[artifact.hash, artifact.scope, formatBytes(artifact.blob.size)],
    // In a terminal, where it was made is more to the point than by which version.
    ...[formatAge(now - artifact.blob.modified), producerOf(artifact).replace(/^nx-azure-cache\/\S+ /, '')],
  ];

const toColumns = (artifact: Artifact): string[] => [
  ...[artifact.hash, artifact.scope, String(artifact.blob.size)],
  ...[new Date(artifact.blob.modified).toISOString(), producerOf(artifact)],
];

function createJsonListing(out: Sink): Listing {
  let separator = '[';
  return {
    add: (artifacts) => {
      for (const artifact of artifacts) {
        out.write(`${separator}\n  ${JSON.stringify(toObject(artifact))}`);
        separator = ',';
      }
    },
    end: () => {
      out.write(separator === '[' ? '[]\n' : '\n]\n');
    },
  };
}

const toObject = (artifact: Artifact): object => ({
  ...{ hash: artifact.hash, scope: artifact.scope, bytes: artifact.blob.size },
  modified: new Date(artifact.blob.modified).toISOString(),
  ...{ producer: producerOf(artifact), name: artifact.blob.name },
});
