import { formatBytes } from '../../format.js';
import type { Sink } from '../host.js';
import type { Artifact } from '../shared/blobs.js';
import { formatAge } from '../shared/durations.js';
import { printTable, printTabs, type Column } from '../shared/table.js';

/** Prints artifacts as they come. */
export interface Listing {
  readonly add: (artifacts: readonly Artifact[]) => void;
  /** after the last artifact */
  readonly end: () => void;
}

/** JSON, a table in a terminal, or else columns separated by tabs. */
export function createListing(
  out: Sink,
  { json, now }: { readonly json: boolean; readonly now: number },
): Listing {
  if (json) return createJsonListing(out);
  if (out.width !== undefined) return createTable(out, now);
  return {
    add: (artifacts) => {
      out.write(printTabs(artifacts.map(toColumns)));
    },
    end: () => undefined,
  };
}

function createTable(out: Sink, now: number): Listing {
  let count = 0;
  return {
    add: (artifacts) => {
      const rows = artifacts.map((artifact) => toCells(artifact, now));
      if (rows.length > 0) out.write(printTable(columns, rows, out, count === 0));
      count += rows.length;
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
const modifiedOf = ({ blob }: Artifact) => new Date(blob.modified).toISOString();

function toCells(artifact: Artifact, now: number): string[] {
  const { hash, scope, blob } = artifact;
  // In a terminal, the address of the CI run matters more than the version of this package.
  const producer = producerOf(artifact).replace(/^nx-azure-cache\/\S+ /, '');
  return [hash, scope, formatBytes(blob.size), formatAge(now - blob.modified), producer];
}

function toColumns(artifact: Artifact): string[] {
  const { hash, scope, blob } = artifact;
  return [hash, scope, String(blob.size), modifiedOf(artifact), producerOf(artifact)];
}

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
  hash: artifact.hash,
  scope: artifact.scope,
  bytes: artifact.blob.size,
  modified: modifiedOf(artifact),
  producer: producerOf(artifact),
  name: artifact.blob.name,
});
