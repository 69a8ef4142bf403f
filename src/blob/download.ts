import { CacheError } from '../errors.js';
import { readFailure } from './azure-errors.js';
import type { BlobDownload, BlobMetadata } from './blob-store.js';
import { readMetadata } from './read-metadata.js';
import type { Container } from './container.js';
import { mapInOrder } from '../map-in-order.js';
import type { Requests } from './requests.js';
import type { Watched } from './stall-timer.js';

/** Bodies up to this size come with the first request; of many lookups at once each may hold as much. */
const firstRangeSize = 1024 * 1024;
const rangeSize = 4 * 1024 * 1024;
const parallelRanges = 4;

/** Where to read from. */
interface Source {
  readonly container: Container;
  readonly name: string;
  readonly offset: number;
  /** bytes, or what there is */
  readonly length: number;
  /** of what was read before, so that no two blobs are mixed */
  readonly etag?: string;
}

interface Range {
  readonly body: Buffer;
  readonly metadata: BlobMetadata;
  readonly etag: string;
  /** of the whole blob, bytes */
  readonly size: number;
}

/** Downloads a blob: one request for one of up to 1 MiB, else 4 ranges at a time. Undefined when it isn't there. */
export async function download(
  container: Container,
  name: string,
  requests: Requests,
): Promise<BlobDownload | undefined> {
  const first = await requests.send('read', async (watched) => {
    try {
      return await fetchRange({ container, name, offset: 0, length: firstRangeSize }, requests, watched);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  });
  if (first === undefined) return undefined;
  const { metadata, size, etag } = first;
  return { metadata, etag, size, chunks: bodyFrom(first, { container, name, etag }, requests) };
}

function isAbsent(error: unknown): boolean {
  const { statusCode, code } = readFailure(error);
  return statusCode === 404 && code === 'BlobNotFound';
}

async function* bodyFrom(
  first: Range,
  blob: Omit<Source, 'offset' | 'length'>,
  requests: Requests,
): AsyncGenerator<Buffer> {
  yield first.body;
  yield* mapInOrder(offsets(first.body.length, first.size), parallelRanges, async (offset) => {
    const { body } = await requests.send('read', (watched) =>
      fetchRange({ ...blob, offset, length: rangeSize }, requests, watched),
    );
    return body;
  });
}

function* offsets(from: number, to: number): Generator<number> {
  for (let offset = from; offset < to; offset += rangeSize) yield offset;
}

/** Fetches one range whole, so that it can be tried again before anybody has seen a part of it. */
async function fetchRange(
  { container, name, offset, length, etag }: Source,
  requests: Requests,
  { signal, alive }: Watched,
): Promise<Range> {
  const headers = {
    'x-ms-range': `bytes=${offset}-${offset + length - 1}`,
    ...(etag === undefined ? {} : { 'if-match': etag }),
  };
  const response = await container.send({ method: 'GET', name, headers, signal });
  const header = (key: string) => response.headers.get(key);
  const size = totalSize(header('content-range')) ?? Number(header('content-length') ?? 0);
  const body = Buffer.allocUnsafeSlow(Math.min(Math.max(size - offset, 0), length));
  await fill(body, (response.readableStreamBody ?? []) as AsyncIterable<Buffer>, (bytes) => {
    alive();
    requests.moved('read', bytes);
  });
  return { body, size, metadata: readMetadata(response.headers), etag: header('etag') ?? '' };
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
