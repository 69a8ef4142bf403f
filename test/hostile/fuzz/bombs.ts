import { largestContent } from '../../../src/archive/codec/frames.js';
import { brotliFrameOf } from '../brotli-builder.js';
import { file, folder, tarOf } from '../tar-builder.js';
import { frameOf, raw, repeated } from '../zstd-builder.js';

const blockSize = 128 * 1024;
const zstdFrame = frameOf(
  largestContent,
  Array.from({ length: largestContent / blockSize }, () => repeated(0, blockSize)),
);
const brotliFrameOfZeros = brotliFrameOf(Buffer.alloc(largestContent));

/** One file of zeros, of so many times 4 MiB, in a body of a few kilobytes. */
export function zstdBomb(frames: number): Buffer {
  const start = startOf(frames);
  return Buffer.concat([
    frameOf(start.length, [raw(start)]),
    ...Array.from({ length: frames }, () => zstdFrame),
    frameOf(1024, [repeated(0, 1024)]),
  ]);
}

/** The same in brotli. */
export function brotliBomb(frames: number): Buffer {
  return Buffer.concat([
    brotliFrameOf(startOf(frames)),
    ...Array.from({ length: frames }, () => brotliFrameOfZeros),
    brotliFrameOf(Buffer.alloc(1024)),
  ]);
}

function startOf(frames: number): Buffer {
  const size = (frames * largestContent).toString(8).padStart(11, '0');
  const zeros = { ...file('outputs/zeros', ''), tamper: (header: Buffer) => header.write(size, 124) };
  return tarOf([file('terminalOutput', 'boom'), folder('outputs'), zeros]).subarray(0, -1024);
}
