import type { Codec } from '../../../src/archive/codecs.js';
import { brotliFrameOf } from '../brotli-builder.js';
import { frameOf, raw } from '../zstd-builder.js';

const LARGEST_BLOCK = 128 * 1024;

/** A tar as a body; zstd stores it as it is, which every Node can write. */
export function squeeze(tar: Buffer, codec: Codec): Buffer {
  if (codec === 'zstd') return frameOf(tar.length, blocksOf(tar).map(raw));
  return brotliFrameOf(tar);
}

function blocksOf(tar: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from === 0 || from < tar.length; from += LARGEST_BLOCK)
    blocks.push(tar.subarray(from, from + LARGEST_BLOCK));
  return blocks;
}
