import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';

import { readFailure } from './azure-errors.js';
import type { BlobMetadata } from './blob-store.js';
import { mapInOrder } from './map-in-order.js';
import type { Requests } from './requests.js';
import { toBlocks } from './to-blocks.js';

/** Bodies up to this size are one request; larger ones blocks of it (50,000 at most, so 390 GiB). */
const blockSize = 8 * 1024 * 1024;
const parallelBlocks = 4;
const sliceSize = 64 * 1024;
const createOnly = { ifNoneMatch: '*' };

/** What is to be created where. */
export interface Upload {
  readonly container: ContainerClient;
  readonly name: string;
  readonly body: AsyncIterable<Buffer>;
  /** asked for when the body has been read to its end */
  readonly metadata: () => BlobMetadata;
}

/** Creates a blob; false when there was one before. */
export async function upload(
  { container, name, body, metadata }: Upload,
  requests: Requests,
): Promise<boolean> {
  const blob = container.getBlockBlobClient(name);
  const blocks = toBlocks(body, blockSize);
  const first = await take(blocks);
  const second = await take(blocks);
  const created =
    second === undefined
      ? putBlob(blob, first ?? Buffer.alloc(0), { metadata, requests })
      : putBlocks(blob, rejoin(first, second, blocks), { metadata, requests });
  return created;
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

type Context = Pick<Upload, 'metadata'> & { readonly requests: Requests };

function putBlob(blob: BlockBlobClient, content: Buffer, { metadata, requests }: Context): Promise<boolean> {
  return requests.send('write', ({ signal, alive }) =>
    unlessPresent(
      blob.upload(toBody(content, moved(requests, alive)), content.length, {
        abortSignal: signal,
        conditions: createOnly,
        metadata: metadata(),
      }),
    ),
  );
}

/**
 * The ids are of this upload alone: with common ones, two runs that upload the same artifact would commit each
 * other's blocks.
 */
async function putBlocks(
  blob: BlockBlobClient,
  blocks: AsyncIterable<Buffer>,
  { metadata, requests }: Context,
): Promise<boolean> {
  const upload = randomBytes(12);
  const ids: string[] = [];
  const staged = mapInOrder(blocks, parallelBlocks, (block) => {
    const id = blockId(upload, ids.length);
    ids.push(id);
    return requests.send('write', ({ signal, alive }) =>
      blob.stageBlock(id, toBody(block, moved(requests, alive)), block.length, { abortSignal: signal }),
    );
  });
  while (!(await staged.next()).done);
  return requests.send('write', ({ signal }) =>
    unlessPresent(
      blob.commitBlockList(ids, { abortSignal: signal, conditions: createOnly, metadata: metadata() }),
    ),
  );
}

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
function toBody(content: Buffer, onBytes: (count: number) => void): Buffer | (() => NodeJS.ReadableStream) {
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
