import zlib from 'node:zlib';
import { LARGEST_CONTENT } from '../../../src/archive/zstd-frame-header.js';
import { file, folder, tarOf } from '../tar-builder.js';
import { frameOf, raw, repeated } from '../zstd-builder.js';

const BLOCK = 128 * 1024;
const FRAME = frameOf(
  LARGEST_CONTENT,
  Array.from({ length: LARGEST_CONTENT / BLOCK }, () => repeated(0, BLOCK)),
);

/** One file of zeros, of so many times 4 MiB, in a body of a few kilobytes. */
export function zstdBomb(frames: number): Buffer {
  const start = startOf(frames);
  return Buffer.concat([
    frameOf(start.length, [raw(start)]),
    ...Array.from({ length: frames }, () => FRAME),
    frameOf(1024, [repeated(0, 1024)]),
  ]);
}

/** The same in brotli. */
export function brotliBomb(frames: number): Buffer {
  const made = brotliBombs.get(frames) ?? makeBrotliBomb(frames);
  brotliBombs.set(frames, made);
  return made;
}

/** They take a while to make. */
const brotliBombs = new Map<number, Buffer>();

function makeBrotliBomb(frames: number): Buffer {
  const tar = Buffer.concat([startOf(frames), Buffer.alloc(frames * LARGEST_CONTENT + 1024)]);
  return zlib.brotliCompressSync(tar, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });
}

function startOf(frames: number): Buffer {
  const size = (frames * LARGEST_CONTENT).toString(8).padStart(11, '0');
  const zeros = { ...file('outputs/zeros', ''), tamper: (header: Buffer) => header.write(size, 124) };
  return tarOf([file('terminalOutput', 'boom'), folder('outputs'), zeros]).subarray(0, -1024);
}
