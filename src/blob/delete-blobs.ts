import { mapInOrder } from '../map-in-order.js';
import { readFailure } from './azure-errors.js';
import type { Container } from './container.js';
import { deleteBatch } from './delete-batch.js';
import { conditionOf, deletionOf } from './deletion.js';
import type { BlobInventory, Deletion, ListedBlob } from './inventory.js';
import type { Requests } from './requests.js';

const parallelDeletes = 16;

/** Deletes blobs by the batch; once a batch is refused as such (some SAS, some services), one by one from then on. */
export function createDeletions(container: Container, requests: Requests): BlobInventory['delete'] {
  let takesBatches = true;
  return async (blobs) => {
    const deletions = takesBatches ? await deleteBatch(container, blobs, requests) : undefined;
    if (deletions) return deletions;
    takesBatches = false;
    return deleteEach(container, blobs, requests);
  };
}

async function deleteEach(
  container: Container,
  blobs: readonly ListedBlob[],
  requests: Requests,
): Promise<Deletion[]> {
  const deletions: Deletion[] = [];
  const ended = mapInOrder(blobs, parallelDeletes, (blob) => deleteOne(container, blob, requests));
  for await (const deletion of ended) deletions.push(deletion);
  return deletions;
}

function deleteOne(container: Container, blob: ListedBlob, requests: Requests): Promise<Deletion> {
  return requests.send('delete', async ({ signal }) => {
    try {
      await container.send({ method: 'DELETE', name: blob.name, headers: conditionOf(blob), signal });
      return 'deleted';
    } catch (error) {
      const deletion = deletionOf(readFailure(error));
      if (deletion === undefined) throw error;
      return deletion;
    }
  });
}
