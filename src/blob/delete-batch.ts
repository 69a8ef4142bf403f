import { randomUUID } from 'node:crypto';
import { RestError } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import { encodeBatch, parseBatchAnswer, type PartAnswer } from './batch-body.js';
import type { Container } from './container.js';
import { conditionOf, deletionOf } from './deletion.js';
import type { Deletion, ListedBlob } from './inventory.js';
import type { Requests } from './requests.js';
import type { Watched } from './stall-timer.js';

/**
 * Deletes up to 256 blobs with one request (learn.microsoft.com/rest/api/storageservices/blob-batch); undefined, with
 * nothing done, when that is refused as a whole. What only a part of the blobs was refused for the time being is asked
 * for again, for those alone.
 */
export async function deleteBatch(
  container: Container,
  blobs: readonly ListedBlob[],
  requests: Requests,
): Promise<Deletion[] | undefined> {
  const done = new Map<ListedBlob, Deletion>();
  try {
    await requests.send('delete', async (watched) => {
      const left = blobs.filter((blob) => !done.has(blob));
      const answers = await sendBatch(container, left, watched);
      const failed = left.flatMap((blob, index) => note(done, blob, answers.get(index)));
      if (failed[0]) throw failed[0];
    });
  } catch (error) {
    if (done.size === 0 && error instanceof CacheError && !error.retryable) return undefined;
    throw error;
  }
  return blobs.map((blob) => done.get(blob) ?? 'changed');
}

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

/** A blob that has no answer has not been deleted: the service gives one answer to all when it does not like the batch. */
function note(done: Map<ListedBlob, Deletion>, blob: ListedBlob, answer: PartAnswer | undefined): Error[] {
  const deletion = answer && deletionOf(answer);
  if (deletion === undefined) return [new RestError('a part of a batch failed', answer ?? unanswered)];
  done.set(blob, deletion);
  return [];
}

const unanswered = { statusCode: 400 };
