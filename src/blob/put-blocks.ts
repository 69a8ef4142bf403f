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
  while (!(await staged.next()).done);
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

async function putBlock(
  { container, name }: Target,
  { id, block }: { id: string; block: Block },
  requests: Requests,
): Promise<void> {
  await requests.send('write', (watched) => {
    const query = { comp: 'block', blockid: id };
    return container.send({
      ...{ method: 'PUT', name, query, signal: watched.signal },
      ...toBody(block, requests, watched),
    });
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
  return requests.send(replacing === undefined ? 'write' : 'replace', ({ signal }) => {
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
