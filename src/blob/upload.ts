import type { BlobMetadata } from './blob-store.js';
import type { Container } from './container.js';
import { putBlob } from './put-blob.js';
import { putBlocks } from './put-blocks.js';
import type { Requests } from './requests.js';
import { joinBlocks, toBlocks, type Block } from './to-blocks.js';

const blockSize = 4 * 1024 * 1024;
/** So bodies of up to 8 MiB are one request: more in parallel gains nothing for them. */
const blocksInOneRequest = 2;

/** What is to be made where. */
export interface Upload {
  readonly container: Container;
  readonly name: string;
  readonly body: AsyncIterable<Buffer>;
  /** asked for when the body has been read to its end */
  readonly metadata: () => BlobMetadata;
  /** the ETag of the only blob that may be replaced */
  readonly replacing: string | undefined;
}

/** Makes a blob; false when somebody else was first. */
export async function upload({ body, ...target }: Upload, requests: Requests): Promise<boolean> {
  const blocks = toBlocks(body, blockSize);
  const first: Block[] = [];
  while (first.length <= blocksInOneRequest) {
    const next = await blocks.next();
    if (next.done) return putBlob(target, joinBlocks(first), requests);
    first.push(next.value);
  }
  return putBlocks(target, rejoin(first, blocks), requests);
}

async function* rejoin(first: readonly Block[], rest: AsyncGenerator<Block>): AsyncGenerator<Block> {
  yield* first;
  yield* rest;
}
