import vm from 'node:vm';
import { Decompress } from 'fzstd';

import { ArchiveError } from '../../errors.js';
import { wholeArchive } from '../failure.js';
import { largestContent, type Frame } from './frames.js';

/** ms. A whole piece takes some 50; a malicious frame can keep the decoder busy for ever. */
const timeout = 3_000;

/** For a Node without zstd. */
export async function decodeWithFzstd(frame: Frame): Promise<Buffer> {
  const decode = new vm.Script('decode()');
  let content: Buffer = Buffer.alloc(0);
  decode.runInNewContext({ decode: () => (content = decodeFrame(frame)) }, { timeout });
  return Promise.resolve(content);
}

/**
 * The streaming decoder, because the other one fills up a frame that is shorter than it declares with zeros; both allocate
 * the window of the frame, which `assertWindow` has bounded.
 */
function decodeFrame({ bytes, contentSize = largestContent }: Frame): Buffer {
  const parts: Uint8Array[] = [];
  let left = contentSize;
  const decoder = new Decompress((part) => {
    left -= part.length;
    if (left < 0)
      throw new ArchiveError(wholeArchive, 'is not valid zstd (a frame is longer than it declares)');
    parts.push(part);
  });
  decoder.push(bytes, true);
  return Buffer.concat(parts);
}
