import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import { readFailure } from './azure-errors.js';
import type { BlobMetadata } from './blob-store.js';
import type { BlobRequest, Container } from './container.js';
import { mapInOrder } from '../map-in-order.js';
import type { Requests } from './requests.js';
import { toBlocks } from './to-blocks.js';

/** Bodies up to this size are one request; larger ones blocks of it (50,000 at most, so 390 GiB). */
const blockSize = 8 * 1024 * 1024;
const parallelBlocks = 4;
const sliceSize = 64 * 1024;
const createOnly = { 'if-none-match': '*' };
const binary = { 'content-type': 'application/octet-stream' };

/** What is to be created where. */
export interface Upload {
  readonly container: Container;
  readonly name: string;
  readonly body: AsyncIterable<Buffer>;
  /** asked for when the body has been read to its end */
  readonly metadata: () => BlobMetadata;
}

/** Creates a blob; false when there was one before. */
export async function upload({ body, ...target }: Upload, requests: Requests): Promise<boolean> {
  const blocks = toBlocks(body, blockSize);
  const first = await take(blocks);
  const second = await take(blocks);
  return second === undefined
    ? putBlob(target, first ?? Buffer.alloc(0), requests)
    : putBlocks(target, rejoin(first, second, blocks), requests);
}

async function take(blocks: AsyncGenerator<Buffer>): Promise<Buffer | undefined> {
  const next = await blocks.next();
  return next.done ? undefined : next.value;
}

async function* rejoin(first: Buffer | undefined, second: Buffer, rest: AsyncGenerator<Buffer>) {
  if (first) yield first;
  yield second;
  yield* rest;
}

type Target = Omit<Upload, 'body'>;

function putBlob(
  { container, name, metadata }: Target,
  content: Buffer,
  requests: Requests,
): Promise<boolean> {
  return requests.send('write', ({ signal, alive }) =>
    unlessPresent(
      container.send({
        ...{ method: 'PUT', name, signal },
        headers: {
          ...binary,
          ...createOnly,
          ...lengthOf(content),
          ...toHeaders(metadata()),
          'x-ms-blob-type': 'BlockBlob',
        },
        body: toBody(content, moved(requests, alive)),
      }),
    ),
  );
}

/**
 * The ids are of this upload alone: with common ones, two runs that upload the same artifact would commit each
 * other's blocks.
 */
async function putBlocks(
  { container, name, metadata }: Target,
  blocks: AsyncIterable<Buffer>,
  requests: Requests,
): Promise<boolean> {
  const upload = randomBytes(12);
  const ids: string[] = [];
  const staged = mapInOrder(blocks, parallelBlocks, (block) => {
    const id = blockId(upload, ids.length);
    ids.push(id);
    return requests.send('write', ({ signal, alive }) =>
      container.send({
        ...{ method: 'PUT', name, signal, query: { comp: 'block', blockid: id } },
        headers: { ...binary, ...lengthOf(block) },
        body: toBody(block, moved(requests, alive)),
      }),
    );
  });
  while (!(await staged.next()).done);
  const list = Buffer.from(blockList(ids));
  return requests.send('write', ({ signal }) =>
    unlessPresent(
      container.send({
        ...{ method: 'PUT', name, signal, query: { comp: 'blocklist' } },
        headers: {
          'content-type': 'application/xml',
          ...createOnly,
          ...lengthOf(list),
          ...toHeaders(metadata()),
        },
        body: list,
      }),
    ),
  );
}

/** Base64 needs no escaping in XML. */
const blockList = (ids: readonly string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Uncommitted>${id}</Uncommitted>`).join('')}</BlockList>`;

const lengthOf = (content: Buffer) => ({ 'content-length': String(content.length) });

const toHeaders = (metadata: BlobMetadata) =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));

function blockId(upload: Buffer, index: number): string {
  const id = Buffer.alloc(16);
  upload.copy(id);
  id.writeUInt32BE(index, 12);
  return id.toString('base64');
}

const moved = (requests: Requests, alive: () => void) => (bytes: number) => {
  alive();
  requests.moved('write', bytes);
};

/** A small body goes as it is; a larger one in slices, so that the stall timer sees it move. */
function toBody(content: Buffer, onBytes: (count: number) => void): NonNullable<BlobRequest['body']> {
  if (content.length > sliceSize) return () => Readable.from(slices(content, onBytes));
  onBytes(content.length);
  return content;
}

function* slices(content: Buffer, onBytes: (count: number) => void): Generator<Buffer> {
  for (let offset = 0; offset < content.length; offset += sliceSize) {
    const slice = content.subarray(offset, offset + sliceSize);
    onBytes(slice.length);
    yield slice;
  }
}

/**
 * Azure's ways to say that the blob is there. `InvalidBlockList`: another run committed the same artifact meanwhile,
 * and with that our blocks were dropped. `UnauthorizedBlobOverwrite`: a SAS that may only create.
 */
const presentCodes = new Set([
  'BlobAlreadyExists',
  'ConditionNotMet',
  'InvalidBlockList',
  'UnauthorizedBlobOverwrite',
  'BlobImmutableDueToPolicy',
]);

async function unlessPresent(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (presentCodes.has(readFailure(error).code ?? '')) return false;
    throw error;
  }
}
