import { randomBytes } from 'node:crypto';

import { mapInOrder } from '../map-in-order.js';
import { isKept, readFailure } from './azure-errors.js';
import type { BlobMetadata } from './blob-store.js';
import { joinBlocks, toBlocks, toBody, type Block } from './blocks.js';
import type { Connection, Exchange } from './connection.js';
import type { BlobRequest } from './container.js';
import { metadataPrefix } from './download.js';

const blockSize = 4 * 1024 * 1024;
/** So bodies of up to 8 MiB are one request: more in parallel gains nothing for them. */
const blocksInOneRequest = 2;
const parallelBlocks = 4;

/** Which blob is made. */
interface Target {
  readonly name: string;
  /** asked for when the body has been read to its end */
  readonly metadata: () => BlobMetadata;
  /** the ETag of the only blob that may be replaced */
  readonly replacing: string | undefined;
}

export interface Upload extends Target {
  readonly body: AsyncIterable<Buffer>;
}

/** Makes a blob; false when another run was first. */
export async function upload(connection: Connection, { body, ...target }: Upload): Promise<boolean> {
  const blocks = toBlocks(body, blockSize);
  const first: Block[] = [];
  while (first.length <= blocksInOneRequest) {
    const next = await blocks.next();
    if (next.done) return putBlob(connection, target, joinBlocks(first));
    first.push(next.value);
  }
  return putBlocks(connection, target, rejoin(first, blocks));
}

async function* rejoin(first: readonly Block[], rest: AsyncGenerator<Block>): AsyncGenerator<Block> {
  yield* first;
  yield* rest;
}

/** Makes a blob with one request. */
function putBlob(connection: Connection, target: Target, content: Block): Promise<boolean> {
  return put(connection, target, ({ moved }) => {
    const { headers, body } = toBody(content, moved);
    return { headers: { ...headers, ...creating(target), 'x-ms-blob-type': 'BlockBlob' }, body };
  });
}

/** Makes a blob from blocks, 50,000 at most (so 195 GiB). */
async function putBlocks(
  connection: Connection,
  target: Target,
  blocks: AsyncIterable<Block>,
): Promise<boolean> {
  const nextId = createBlockIds();
  const ids: string[] = [];
  // A block of a blob that exists and is kept is refused before the list is committed.
  const staged = mapInOrder(blocks, parallelBlocks, (block) => {
    const blockid = nextId();
    ids.push(blockid);
    return put(connection, target, ({ moved }) => ({
      query: { comp: 'block', blockid },
      ...toBody(block, moved),
    }));
  });
  for await (const isStaged of staged) if (!isStaged) return false;
  return putBlockList(connection, target, ids);
}

/**
 * Ids of one length, and of this upload alone: with common ones, two runs that upload the same artifact would commit
 * each other's blocks.
 */
function createBlockIds(): () => string {
  const upload = randomBytes(12);
  let index = 0;
  return () => {
    const id = Buffer.alloc(16);
    upload.copy(id);
    id.writeUInt32BE(index++, 12);
    return id.toString('base64');
  };
}

function putBlockList(connection: Connection, target: Target, ids: readonly string[]): Promise<boolean> {
  // Base64 needs no escaping.
  const list = ids.map((id) => `<Uncommitted>${id}</Uncommitted>`).join('');
  const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
  const bodyHeaders = { 'content-length': String(body.length), 'content-type': 'application/xml' };
  return put(connection, target, () => ({
    query: { comp: 'blocklist' },
    headers: { ...creating(target), ...bodyHeaders },
    body,
  }));
}

/** Sends a request that has a part in making the blob; false when another run was first. */
function put(
  connection: Connection,
  { name, replacing }: Target,
  request: (exchange: Exchange) => Omit<BlobRequest, 'method' | 'name'>,
): Promise<boolean> {
  return connection.send(replacing === undefined ? 'write' : 'replace', (exchange) =>
    isCreated(exchange.send({ method: 'PUT', name, ...request(exchange) }), replacing),
  );
}

const creating = ({ metadata, replacing }: Target) => conditionalHeaders(metadata(), replacing);

/** The headers of a request that creates a blob, or replaces exactly the one with that ETag. */
function conditionalHeaders(metadata: BlobMetadata, replacing: string | undefined): Record<string, string> {
  const named = Object.entries(metadata).map(([name, value]) => [`${metadataPrefix}${name}`, value] as const);
  const condition = replacing === undefined ? { 'if-none-match': '*' } : { 'if-match': replacing };
  return { ...condition, ...Object.fromEntries(named) };
}

/**
 * What Azure answers when another run was first. `InvalidBlockList`: that run has committed the same artifact, which
 * dropped our blocks.
 */
const presentCodes = new Set(['BlobAlreadyExists', 'ConditionNotMet', 'InvalidBlockList']);
/** The blob exists and must stay. For a request that replaces it this is a refusal. */
const mayNotBeReplaced = (code: string) => code === 'UnauthorizedBlobOverwrite' || isKept(code);

/** Whether the request made the blob; false when there is one already, or no longer the one to be replaced. */
async function isCreated(request: Promise<unknown>, replacing: string | undefined): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    const { code = '' } = readFailure(error);
    if (presentCodes.has(code) || (replacing === undefined && mayNotBeReplaced(code))) return false;
    throw error;
  }
}
