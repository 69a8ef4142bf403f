import type { Codec } from '../../../src/archive/codec/codec.js';
import { brotliFrameOf } from '../brotli-builder.js';
import { frameOf, raw } from '../zstd-builder.js';

const largestBlock = 128 * 1024;

/** A tar as a body; zstd stores it as it is, which every Node can write. */
export function encode(tar: Buffer, codec: Codec): Buffer {
  if (codec === 'zstd') return frameOf(tar.length, blocksOf(tar).map(raw));
  return brotliFrameOf(tar);
}

function blocksOf(tar: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from === 0 || from < tar.length; from += largestBlock)
    blocks.push(tar.subarray(from, from + largestBlock));
  return blocks;
}
