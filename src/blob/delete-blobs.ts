import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import { mapInOrder } from '../map-in-order.js';
import { findRule, isKept, readFailure, type Failure } from './azure-errors.js';
import { encodeBatch, parseBatchAnswer, type PartAnswer } from './batch-body.js';
import type { BlobInventory, Deletion, Ended, ListedBlob } from './blob-inventory.js';
import type { Connection } from './connection.js';

const parallelDeletes = 16;

/** Deletes blobs by the batch; once a batch is refused as such (some SAS, some services), one by one from then on. */
export function createDeletions(connection: Connection): BlobInventory['delete'] {
  let takesBatches = true;
  return async (blobs, ended) => {
    takesBatches = takesBatches && (await deleteBatch(connection, blobs, ended));
    if (takesBatches) return;
    const each = mapInOrder(blobs, parallelDeletes, (blob) => deleteOne(connection, blob, ended));
    while (!(await each.next()).done);
  };
}

/**
 * Deletes up to 256 blobs with one request (learn.microsoft.com/rest/api/storageservices/blob-batch). What only a part of
 * the blobs was refused for the time being is asked for again, for those alone.
 *
 * @returns false, with nothing done, when the batch is refused as a whole
 */
export async function deleteBatch(
  connection: Connection,
  blobs: readonly ListedBlob[],
  ended: Ended,
): Promise<boolean> {
  const left = new Set(blobs);
  try {
    await connection.send('delete', async ({ send }) => {
      const asked = [...left];
      const { bodyAsText } = await send(await toBatch(connection, asked));
      const answers = parseBatchAnswer(bodyAsText ?? '');
      const failed = asked.flatMap((blob, index) => {
        const answer = answers.get(index) ?? unanswered;
        const deletion = toDeletion(answer);
        if (deletion === undefined) return [new RestError('a part of a batch failed', answer)];
        left.delete(blob);
        ended(blob, deletion, answer.code);
        return [];
      });
      if (failed[0]) throw failed[0];
    });
    return true;
  } catch (error) {
    if (left.size === blobs.length && error instanceof CacheError && !error.retryable) return false;
    throw error;
  }
}

/** A blob that has no answer has not been deleted: the service gives one answer to all when it does not like the batch. */
const unanswered: PartAnswer = { statusCode: 400 };

async function toBatch(connection: Connection, blobs: readonly ListedBlob[]) {
  const parts = await Promise.all(
    blobs.map((blob) => {
      const headers = { ...onlyIfSame(blob), 'content-length': '0' };
      return connection.prepare({ method: 'DELETE', name: blob.name, headers });
    }),
  );
  const boundary = `batch_${randomUUID()}`;
  return {
    method: 'POST',
    query: { restype: 'container', comp: 'batch' },
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: encodeBatch(parts, boundary),
  } as const;
}

function deleteOne(connection: Connection, blob: ListedBlob, ended: Ended): Promise<void> {
  return connection.send('delete', async ({ send }) => {
    try {
      await send({ method: 'DELETE', name: blob.name, headers: onlyIfSame(blob) });
      ended(blob, 'deleted');
    } catch (error) {
      const failure = readFailure(error);
      const deletion = toDeletion(failure);
      if (deletion === undefined) throw error;
      ended(blob, deletion, failure.code);
    }
  });
}

/** Only that blob is deleted, and not the one that another run has stored in its place. */
const onlyIfSame = ({ etag }: ListedBlob) => ({ 'if-match': etag });

const deletions: Readonly<Record<string, Deletion>> = {
  BlobNotFound: 'changed',
  ConditionNotMet: 'changed',
  SnapshotsPresent: 'protected',
};

/** What the response to the deletion of a blob says of it; undefined for a failure that says as much of all others. */
function toDeletion(failure: Failure): Deletion | undefined {
  const { statusCode = 0, code = '' } = failure;
  if (statusCode >= 200 && statusCode < 300) return 'deleted';
  if (isKept(code)) return 'protected';
  if (Object.hasOwn(deletions, code)) return deletions[code];
  return code !== '' && isOfOneBlob(failure) ? 'refused' : undefined;
}

/** An unknown code is taken for the blob's: what has been deleted counts, and the others get their turn. */
function isOfOneBlob(failure: Failure): boolean {
  const { retryable, concerns } = findRule(failure, 'delete');
  return !retryable && (concerns === 'blob' || concerns === 'unsure');
}
