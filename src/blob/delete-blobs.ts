import { mapInOrder } from '../map-in-order.js';
import { readFailure } from './azure-errors.js';
import type { Container } from './container.js';
import { deleteBatch } from './delete-batch.js';
import { conditionOf, deletionOf } from './deletion.js';
import type { BlobInventory, Ended, ListedBlob } from './inventory.js';
import type { Requests } from './requests.js';

const parallelDeletes = 16;

/** Deletes blobs by the batch; once a batch is refused as such (some SAS, some services), one by one from then on. */
export function createDeletions(container: Container, requests: Requests): BlobInventory['delete'] {
  let takesBatches = true;
  return async (blobs, ended) => {
    takesBatches = takesBatches && (await deleteBatch(container, blobs, requests, ended));
    if (takesBatches) return;
    const each = mapInOrder(blobs, parallelDeletes, (blob) => deleteOne(container, blob, requests, ended));
    while (!(await each.next()).done);
  };
}

function deleteOne(container: Container, blob: ListedBlob, requests: Requests, ended: Ended): Promise<void> {
  return requests.send('delete', async ({ signal }) => {
    try {
      await container.send({ method: 'DELETE', name: blob.name, headers: conditionOf(blob), signal });
      ended(blob, 'deleted');
    } catch (error) {
      const failure = readFailure(error);
      const deletion = deletionOf(failure);
      if (deletion === undefined) throw error;
      ended(blob, deletion, failure.code);
    }
  });
}
