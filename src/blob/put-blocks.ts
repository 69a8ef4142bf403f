import { randomBytes } from 'node:crypto';

import { mapInOrder } from '../map-in-order.js';
import { toBody } from './block-body.js';
import { conditionalHeaders, unlessPresent } from './conditional-write.js';
import type { Requests } from './requests.js';
import type { Block } from './to-blocks.js';
import type { Upload } from './upload.js';

const parallelBlocks = 4;

type Target = Omit<Upload, 'body'>;

/** Makes a blob from blocks, 50,000 at most (so 195 GiB); false when somebody else was first. */
export async function putBlocks(
  target: Target,
  blocks: AsyncIterable<Block>,
  requests: Requests,
): Promise<boolean> {
  const nextId = createBlockIds();
  const ids: string[] = [];
  const staged = mapInOrder(blocks, parallelBlocks, (block) => {
    const id = nextId();
    ids.push(id);
    return putBlock(target, { id, block }, requests);
  });
  for await (const taken of staged) if (!taken) return false;
  return putBlockList(target, ids, requests);
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

/** False for the block of a blob that is there already and kept: Azure says so before the list is committed. */
function putBlock(
  { container, name, replacing }: Target,
  { id, block }: { id: string; block: Block },
  requests: Requests,
): Promise<boolean> {
  return requests.send(operationOf(replacing), (watched) => {
    const query = { comp: 'block', blockid: id };
    const request = container.send({
      ...{ method: 'PUT', name, query, signal: watched.signal },
      ...toBody(block, requests, watched),
    });
    return unlessPresent(request, replacing);
  });
}

function putBlockList(
  { container, name, metadata, replacing }: Target,
  ids: readonly string[],
  requests: Requests,
): Promise<boolean> {
  // Base64 needs no escaping.
  const list = ids.map((id) => `<Uncommitted>${id}</Uncommitted>`).join('');
  const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
  return requests.send(operationOf(replacing), ({ signal }) => {
    const request = container.send({
      ...{ method: 'PUT', name, query: { comp: 'blocklist' }, body, signal },
      headers: {
        ...conditionalHeaders(metadata(), replacing),
        'content-length': String(body.length),
        'content-type': 'application/xml',
      },
    });
    return unlessPresent(request, replacing);
  });
}

const operationOf = (replacing: string | undefined) => (replacing === undefined ? 'write' : 'replace');
