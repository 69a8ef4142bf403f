import type { BlobInventory, Deletion, ListedBlob } from '../../../src/blob/blob-inventory.js';

/** Deletes blobs, and returns the result of each, in their order. */
export async function deletionsOf(
  inventory: Pick<BlobInventory, 'delete'>,
  blobs: readonly ListedBlob[],
): Promise<(Deletion | undefined)[]> {
  const deletions = new Map<ListedBlob, Deletion>();
  await inventory.delete(blobs, (blob, deletion) => deletions.set(blob, deletion));
  return blobs.map((blob) => deletions.get(blob));
}
