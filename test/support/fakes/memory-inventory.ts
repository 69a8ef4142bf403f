import type { BlobInventory, Deletion, ListedBlob } from '../../../src/blob/blob-inventory.js';

/** A container in memory that lists and deletes. A test may add blobs, also during a listing. No blob has a body. */
export interface MemoryInventory extends BlobInventory {
  /** by name */
  readonly blobs: Map<string, ListedBlob>;
  /** the number of blobs in each deletion request */
  readonly batches: number[];
}

/** A blob of 10 bytes, stored in 1970. */
export function listedBlob(name: string, instead: Partial<ListedBlob> = {}): ListedBlob {
  const metadata = { producer: 'nx-azure-cache/1.2.3 local linux' };
  return { name, etag: `"${name}"`, size: 10, modified: 0, accessed: undefined, metadata, ...instead };
}

export function createMemoryInventory(
  blobs: readonly ListedBlob[],
  { pageSize = 5_000 }: { readonly pageSize?: number } = {},
): MemoryInventory {
  const there = new Map(blobs.map((blob) => [blob.name, blob]));
  const batches: number[] = [];
  const remove = ({ name, etag }: ListedBlob): Deletion => {
    const now = there.get(name);
    if (now?.etag !== etag) return 'changed';
    there.delete(name);
    return 'deleted';
  };
  return {
    blobs: there,
    batches,
    account: 'acme.blob.core.windows.net',
    list: async function* ({ prefix }) {
      const found = [...there.values()].filter(({ name }) => name.startsWith(prefix));
      const sorted = found.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (let from = 0; from < sorted.length; from += pageSize)
        yield await Promise.resolve(sorted.slice(from, from + pageSize));
    },
    delete: (asked, ended) => {
      batches.push(asked.length);
      for (const blob of asked) ended(blob, remove(blob));
      return Promise.resolve();
    },
    read: () => Promise.resolve(undefined),
    head: (name) => Promise.resolve(there.get(name)),
  };
}
