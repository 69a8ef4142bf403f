import type { Readable } from 'node:stream';
import type { HttpHeaders } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import { mapInOrder } from '../map-in-order.js';
import { readFailure } from './azure-errors.js';
import type { BlobDownload, BlobMetadata } from './blob-store.js';
import type { Connection, Exchange } from './connection.js';

/** Bodies up to this size come with the first request; of many lookups at once each may hold as much. */
const firstRangeSize = 1024 * 1024;
const rangeSize = 4 * 1024 * 1024;
const parallelRanges = 4;

/** Where to read from. */
interface Source {
  readonly name: string;
  readonly offset: number;
  /** bytes, at most */
  readonly length: number;
  /** of the ranges before, so that no two blobs are mixed */
  readonly etag?: string;
}

interface Range {
  readonly body: Buffer;
  readonly metadata: BlobMetadata;
  readonly etag: string;
  /** of the whole blob, bytes */
  readonly size: number;
}

/** Downloads a blob: one request for one of up to 1 MiB, else 4 ranges at a time. Undefined when there is no such blob. */
export async function download(connection: Connection, name: string): Promise<BlobDownload | undefined> {
  const first = await connection.send('read', async (exchange) => {
    try {
      return await fetchRange({ name, offset: 0, length: firstRangeSize }, exchange);
    } catch (error) {
      const { statusCode, code } = readFailure(error);
      if (code === 'InvalidRange') return fetchEmpty(name, exchange);
      if (statusCode === 404 && code === 'BlobNotFound') return undefined;
      throw error;
    }
  });
  if (first === undefined) return undefined;
  const { metadata, size, etag } = first;
  return { metadata, etag, size, chunks: bodyFrom(first, name, connection) };
}

/** A blob without a body, of which Azure has no range. It is no artifact; its ETag is needed to replace it. */
async function fetchEmpty(name: string, { send }: Exchange): Promise<Range> {
  const response = await send({ method: 'GET', name });
  // Another run may have replaced it by a large one.
  (response.readableStreamBody as Readable | undefined)?.destroy();
  return { body: Buffer.alloc(0), metadata: {}, etag: response.headers.get('etag') ?? '', size: 0 };
}

async function* bodyFrom(first: Range, name: string, connection: Connection): AsyncGenerator<Buffer> {
  const { etag } = first;
  yield first.body;
  yield* mapInOrder(offsets(first.body.length, first.size), parallelRanges, async (offset) => {
    const range = { name, etag, offset, length: rangeSize };
    return (await connection.send('read', (exchange) => fetchRange(range, exchange))).body;
  });
}

function* offsets(from: number, to: number): Generator<number> {
  for (let offset = from; offset < to; offset += rangeSize) yield offset;
}

/** Fetches one range whole, so that it can be tried again before anybody has seen a part of it. */
async function fetchRange({ name, offset, length, etag }: Source, { send, moved }: Exchange): Promise<Range> {
  const headers = {
    'x-ms-range': `bytes=${offset}-${offset + length - 1}`,
    ...(etag !== undefined && { 'if-match': etag }),
  };
  const response = await send({ method: 'GET', name, headers });
  const header = (key: string) => response.headers.get(key);
  const size = totalSize(header('content-range')) ?? Number(header('content-length') ?? 0);
  const body = Buffer.allocUnsafeSlow(Math.min(Math.max(size - offset, 0), length));
  await fill(body, (response.readableStreamBody ?? []) as AsyncIterable<Buffer>, moved);
  return { body, size, metadata: readMetadata(response.headers), etag: header('etag') ?? '' };
}

/** `bytes 0-8388607/104857600` → 104857600 */
function totalSize(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

export const metadataPrefix = 'x-ms-meta-';

/** The metadata among the headers of a response. */
export function readMetadata(headers: HttpHeaders): BlobMetadata {
  const found = [...headers].filter(([name]) => name.startsWith(metadataPrefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(metadataPrefix.length), value]));
}

async function fill(body: Buffer, stream: AsyncIterable<Buffer>, onBytes: (count: number) => void) {
  let filled = 0;
  for await (const chunk of stream) {
    if (filled + chunk.length > body.length) throw damaged('longer');
    filled += chunk.copy(body, filled);
    onBytes(chunk.length);
  }
  if (filled < body.length) throw damaged('shorter');
}

const damaged = (how: string) =>
  new CacheError(`a response body is ${how} than its Content-Length`, { kind: 'damaged', retryable: true });
