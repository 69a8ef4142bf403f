import { Decompress } from 'fzstd';
import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';
import { PIECE_SIZE } from './pieces.js';
import type { Frame } from './zstd-frames.js';

/**
 * For a Node without zstd. The streaming decoder, because the other one fills up a frame that is shorter than
 * it says with zeros; both allocate the window of the frame, which `splitFrames` has bounded.
 */
export async function decodeWithFzstd({ bytes, contentSize = PIECE_SIZE }: Frame): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let left = contentSize;
  const decoder = new Decompress((part) => {
    left -= part.length;
    if (left < 0) throw new ArchiveError(WHOLE, 'is not valid zstd (a frame is longer than it says)');
    parts.push(part);
  });
  decoder.push(bytes, true);
  return Promise.resolve(Buffer.concat(parts));
}
