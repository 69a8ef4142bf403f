import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import { encodeBatch, parseBatchAnswer, type PartAnswer } from './batch-body.js';
import type { Container } from './container.js';
import { conditionOf, deletionOf } from './deletion.js';
import type { Ended, ListedBlob } from './inventory.js';
import type { Requests } from './requests.js';
import type { Watched } from './stall-timer.js';

/**
 * Deletes up to 256 blobs with one request (learn.microsoft.com/rest/api/storageservices/blob-batch). What only a part of
 * the blobs was refused for the time being is asked for again, for those alone.
 *
 * @returns false, with nothing done, when the batch is refused as a whole
 */
export async function deleteBatch(
  container: Container,
  blobs: readonly ListedBlob[],
  requests: Requests,
  ended: Ended,
): Promise<boolean> {
  const left = new Set(blobs);
  try {
    await requests.send('delete', async (watched) => {
      const asked = [...left];
      const answers = await sendBatch(container, asked, watched);
      const failed = asked.flatMap((blob, index) => {
        const answer = answers.get(index) ?? unanswered;
        const deletion = deletionOf(answer);
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

async function sendBatch(
  container: Container,
  blobs: readonly ListedBlob[],
  { signal }: Watched,
): Promise<ReadonlyMap<number, PartAnswer>> {
  const parts = await Promise.all(
    blobs.map((blob) => {
      const headers = { ...conditionOf(blob), 'content-length': '0' };
      return container.prepare({ method: 'DELETE', name: blob.name, headers });
    }),
  );
  const boundary = `batch_${randomUUID()}`;
  const { bodyAsText } = await container.send({
    ...{ method: 'POST', name: '', query: { restype: 'container', comp: 'batch' }, signal },
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: encodeBatch(parts, boundary),
  });
  return parseBatchAnswer(bodyAsText ?? '');
}
