import type { ListedBlob } from '../../blob/blob-inventory.js';
import { artifactFolder, parseBlobName, recordFolder } from '../../blob/blob-name.js';
import { matchesBranch, scopeName } from '../../trust/scope.js';

/** A listed blob, and what it is to this package. */
export type ClassifiedBlob = Artifact | { readonly kind: 'record' | 'foreign'; readonly blob: ListedBlob };

/** A listed artifact. */
export interface Artifact {
  readonly kind: 'artifact';
  readonly blob: ListedBlob;
  readonly hash: string;
  /** as people write it, e.g. `branch/release/1.2` */
  readonly scope: string;
}

/** Tells artifacts and records of runs from foreign blobs, which no command touches. */
export function classifyBlob(blob: ListedBlob, prefix: string): ClassifiedBlob {
  const address = parseBlobName(blob.name, prefix);
  const scope = address && scopeName(address.scope);
  if (address && scope !== undefined) return { kind: 'artifact', blob, hash: address.hash, scope };
  return { kind: blob.name.startsWith(recordFolder(prefix)) ? 'record' : 'foreign', blob };
}

/** `branch/*` for `branch/main`; `trusted` and `shared` are groups of one. */
export const groupOf = (scope: string): string => scope.replace(/\/.*$/s, '/*');

/** Whether a scope matches a pattern of the command line: `pr/7`, `branch/release/*`; `*` stands for anything. */
export function matchesScope(pattern: string | undefined, scope: string): boolean {
  return pattern === undefined || matchesBranch([pattern.replace(/\*+/g, '**')], scope);
}

/** The start of the names of all artifacts that can match a pattern, e.g. `team-a/v1/pr/`. */
export function folderOf(pattern: string | undefined, prefix: string): string {
  const [kind] = /^(?:branch|tag|pr|local)\/|^(?:trusted|shared)$/.exec(pattern ?? '') ?? [''];
  return `${artifactFolder(prefix)}${kind}`;
}

/** A number of blobs, and the sum of their sizes. */
export interface BlobCount {
  count: number;
  bytes: number;
}

export const noBlobs = (): BlobCount => ({ count: 0, bytes: 0 });

/** Counts one blob. */
export function addBlob(total: BlobCount, bytes: number): void {
  total.count += 1;
  total.bytes += bytes;
}

/** The sum of several counts. */
export const sumOf = (counts: readonly BlobCount[]): BlobCount => ({
  count: counts.reduce((total, { count }) => total + count, 0),
  bytes: counts.reduce((total, { bytes }) => total + bytes, 0),
});
