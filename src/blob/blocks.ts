import { Readable } from 'node:stream';

import type { BlobRequest } from './container.js';

/** Bytes in the portions in which they came: joining them would copy every artifact once more. */
export interface Block {
  readonly parts: readonly Buffer[];
  /** bytes */
  readonly length: number;
}

/** Cuts chunks of any length into blocks of `size` bytes; the last may be shorter, and there is always one. */
export async function* toBlocks(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Block> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (length + rest.length > size) {
      const cut = size - length;
      yield { parts: [...parts, rest.subarray(0, cut)], length: size };
      rest = rest.subarray(cut);
      [parts, length] = [[], 0];
    }
    parts.push(rest);
    length += rest.length;
  }
  yield { parts, length };
}

/** Several blocks as one. */
export function joinBlocks(blocks: readonly Block[]): Block {
  return {
    parts: blocks.flatMap(({ parts }) => parts),
    length: blocks.reduce((sum, { length }) => sum + length, 0),
  };
}

const sliceSize = 64 * 1024;

/** A block as it is sent: a large one in slices, so that the stall guard sees it move. */
export function toBody(
  { parts, length }: Block,
  moved: (bytes: number) => void,
): Required<Pick<BlobRequest, 'headers' | 'body'>> {
  const headers = { 'content-length': String(length), 'content-type': 'application/octet-stream' };
  if (length > sliceSize) return { headers, body: () => Readable.from(slices(parts, moved)) };
  moved(length);
  return { headers, body: Buffer.concat(parts) };
}

function* slices(parts: readonly Buffer[], moved: (bytes: number) => void): Generator<Buffer> {
  for (const part of parts) {
    for (let offset = 0; offset < part.length; offset += sliceSize) {
      const slice = part.subarray(offset, offset + sliceSize);
      moved(slice.length);
      yield slice;
    }
  }
}
