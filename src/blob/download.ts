import type { BlobClient, ContainerClient } from '@azure/storage-blob';

import { CacheError } from '../errors.js';
import { readFailure } from './azure-errors.js';
import type { BlobDownload } from './blob-store.js';
import { mapInOrder } from './map-in-order.js';
import type { Requests } from './requests.js';
import type { Watched } from './stall-timer.js';

/** Bodies up to this size come with the first request; larger ones in ranges of it. */
const rangeSize = 8 * 1024 * 1024;
const parallelRanges = 4;

interface Range {
  readonly body: Buffer;
  readonly metadata: Record<string, string>;
  readonly etag: string;
  /** of the whole blob, bytes */
  readonly size: number;
}

/** Downloads a blob: one request for one of up to 8 MiB, else 4 ranges at a time. Undefined when it isn't there. */
export async function download(
  container: ContainerClient,
  name: string,
  requests: Requests,
): Promise<BlobDownload | undefined> {
  const blob = container.getBlobClient(name);
  const first = await requests.send('read', async (watched) => {
    try {
      return await fetchRange({ blob, offset: 0 }, requests, watched);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  });
  return first && { metadata: first.metadata, size: first.size, chunks: bodyFrom(first, blob, requests) };
}

function isAbsent(error: unknown): boolean {
  const { statusCode, code } = readFailure(error);
  return statusCode === 404 && code === 'BlobNotFound';
}

async function* bodyFrom(first: Range, blob: BlobClient, requests: Requests): AsyncGenerator<Buffer> {
  yield first.body;
  const { etag } = first;
  yield* mapInOrder(offsets(first.body.length, first.size), parallelRanges, async (offset) => {
    const { body } = await requests.send('read', (watched) =>
      fetchRange({ blob, offset, etag }, requests, watched),
    );
    return body;
  });
}

function* offsets(from: number, to: number): Generator<number> {
  for (let offset = from; offset < to; offset += rangeSize) yield offset;
}

/** Fetches one range whole, so that it can be tried again before anybody has seen a part of it. */
async function fetchRange(
  { blob, offset, etag }: { blob: BlobClient; offset: number; etag?: string },
  requests: Requests,
  { signal, alive }: Watched,
): Promise<Range> {
  const response = await blob.download(offset, rangeSize, {
    abortSignal: signal,
    maxRetryRequests: 0,
    ...(etag === undefined ? {} : { conditions: { ifMatch: etag } }),
  });
  const size = totalSize(response.contentRange) ?? response.contentLength ?? 0;
  const body = Buffer.allocUnsafeSlow(Math.min(Math.max(size - offset, 0), rangeSize));
  await fill(body, (response.readableStreamBody ?? []) as AsyncIterable<Buffer>, (bytes) => {
    alive();
    requests.moved('read', bytes);
  });
  return { body, size, metadata: response.metadata ?? {}, etag: response.etag ?? '' };
}

/** `bytes 0-8388607/104857600` → 104857600 */
function totalSize(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

async function fill(
  body: Buffer,
  stream: AsyncIterable<Buffer>,
  onBytes: (count: number) => void,
): Promise<void> {
  let filled = 0;
  for await (const chunk of stream) {
    if (filled + chunk.length > body.length) throw damaged('longer');
    filled += chunk.copy(body, filled);
    onBytes(chunk.length);
  }
  if (filled < body.length) throw damaged('shorter');
}

const damaged = (how: string) =>
  new CacheError(`an answer was ${how} than it said`, { kind: 'damaged', retryable: true });
