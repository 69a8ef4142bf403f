import { parseBlobName, recordFolder } from '../../blob/blob-name.js';
import type { ListedBlob } from '../../blob/blob-inventory.js';
import { scopeName } from '../../trust/scope.js';

/** A blob, and what it is to this package. */
export type Entry = Artifact | { readonly kind: 'record' | 'foreign'; readonly blob: ListedBlob };

/** An artifact as a list has it. */
export interface Artifact {
  readonly kind: 'artifact';
  readonly blob: ListedBlob;
  readonly hash: string;
  /** as people write it, e.g. `branch/release/1.2` */
  readonly scope: string;
}

/** Tells artifacts and records of runs from blobs that are not of this package's layout, which are left alone. */
export function toEntry(blob: ListedBlob, prefix: string): Entry {
  const address = parseBlobName(blob.name, prefix);
  const scope = address && scopeName(address.scope);
  if (address && scope !== undefined) return { kind: 'artifact', blob, hash: address.hash, scope };
  return { kind: blob.name.startsWith(recordFolder(prefix)) ? 'record' : 'foreign', blob };
}

/** `branch/*` for `branch/main`; `trusted` and `shared` have no parts. */
export const groupOf = (scope: string): string => scope.replace(/\/.*$/s, '/*');
