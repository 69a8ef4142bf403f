import zlib from 'node:zlib';
import { promisify } from 'node:util';
import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';
import { failure } from './failure.js';
import { mapInOrder } from '../map-in-order.js';
import { decodeWithFzstd } from './fzstd-decoder.js';
import { release } from './release.js';
import { LARGEST_CONTENT } from './zstd-frame-header.js';
import { splitFrames } from './zstd-frames.js';
import type { Frame } from './zstd-frames.js';

/** A trip to the thread pool takes longer than compressing so little (60 against 260 µs for 4 KiB). */
const SMALL = 64 * 1024;

/** Enough for both cores of a small runner; each one more costs memory for two pieces. */
const AT_ONCE = 2;

/** Gives the content of one frame; throws what it likes, or gives another size, for a damaged one. */
export type FrameDecoder = (frame: Frame) => Promise<Buffer>;

/** Whether this Node has zstd: 22.15 and later. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib;
}

/**
 * One independent frame a piece, so that two are made at once. Frames in a row are one valid zstd file, but
 * Node's own decoders stop after the first one: see `splitFrames`. Takes the pieces for itself.
 */
export function compressZstd(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  return mapInOrder(pieces, AT_ONCE, compressPiece);
}

/**
 * Throws `ArchiveError` unless the body is a row of whole frames of at most `LARGEST_CONTENT` bytes each. What it
 * yields is valid until the next is asked for.
 */
export async function* decompressZstd(
  chunks: AsyncIterable<Buffer>,
  decoder: FrameDecoder = hasZstd() ? decodeWithNode : decodeWithFzstd,
): AsyncGenerator<Buffer> {
  for await (const content of mapInOrder(splitFrames(chunks), AT_ONCE, (frame) =>
    decodeFrame(frame, decoder),
  )) {
    yield content;
    release(content);
  }
}

async function compressPiece(piece: Buffer): Promise<Buffer> {
  const options = compression(piece.length);
  if (piece.length <= SMALL) return compact(zlib.zstdCompressSync(piece, options));
  const frame = await promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress)(piece, options);
  release(piece);
  return compact(frame);
}

/**
 * zlib makes an output buffer of `chunkSize`, and another one when it is full. At the default of 16 KiB 40 % slower;
 * one of a whole piece would be far too large for most.
 */
const OUTPUT_SIZE = 256 * 1024;

function compression(size: number): zlib.ZstdOptions {
  return {
    chunkSize: Math.min(OUTPUT_SIZE, size + (size >> 8) + 64),
    pledgedSrcSize: size,
    params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 },
  };
}

/** zlib gives a slice of the whole output buffer, which stays in memory with it if it is not copied. */
function compact(bytes: Buffer): Buffer {
  return bytes.length > bytes.buffer.byteLength / 2 ? bytes : Buffer.from(bytes);
}

async function decodeFrame(frame: Frame, decoder: FrameDecoder): Promise<Buffer> {
  const content = await decoder(frame).catch((cause: unknown) => {
    throw failure(WHOLE, 'is not valid zstd', cause);
  });
  if (content.length > LARGEST_CONTENT || content.length !== (frame.contentSize ?? content.length))
    throw new ArchiveError(WHOLE, 'is not valid zstd (a frame of another size than it says)');
  return content;
}

/** Node's decoder, from 22.15 on. With room for one byte more than comes, zlib makes no second buffer. */
export async function decodeWithNode({ bytes, contentSize = LARGEST_CONTENT }: Frame): Promise<Buffer> {
  // zlib takes no limit of 0, which an empty frame would have; its size is checked anyway.
  const options = { chunkSize: Math.max(64, contentSize + 1), maxOutputLength: Math.max(1, contentSize) };
  if (contentSize <= SMALL) return zlib.zstdDecompressSync(bytes, options);
  return promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress)(bytes, options);
}
