import zlib from 'node:zlib';
import { compressFrames, decompressFrames, LARGEST_CONTENT, type Frame } from './frames.js';
import { oneShot, compression, decompression } from './one-shot.js';
import { readZstdFrame } from './zstd-frame.js';

/** Gives the content of one frame; throws what it likes, or gives another size, for a damaged one. */
export type FrameDecoder = (frame: Frame) => Promise<Buffer>;

/** A tenth less to send and to keep than with level 1, for a third more CPU of compression (docs/performance.md). */
const LEVEL = 3;

/** Whether this Node has zstd: 22.15 and later. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib;
}

/**
 * Frames in a row are one valid zstd file, but Node's own decoders stop after the first one: see `readZstdFrame`. Takes
 * the pieces for itself.
 */
export function compressZstd(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  return compressFrames(pieces, async (piece) => compact(await compressPiece(piece)));
}

/**
 * Throws `ArchiveError` unless the body is a row of whole frames of at most `LARGEST_CONTENT` bytes each. What it
 * yields is valid until the next is asked for.
 */
export function decompressZstd(
  chunks: AsyncIterable<Buffer>,
  decode: FrameDecoder = hasZstd() ? decodeWithNode : decodeWithoutZstd,
): AsyncGenerator<Buffer> {
  return decompressFrames(chunks, { codec: 'zstd', read: readZstdFrame, decode });
}

function compressPiece(bytes: Buffer): Promise<Buffer> {
  const size = bytes.length;
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: LEVEL };
  const options = { ...compression(size), pledgedSrcSize: size, params };
  return oneShot({ here: zlib.zstdCompressSync, inPool: zlib.zstdCompress }, { bytes, size, options });
}

/** zlib gives a slice of the whole output buffer, which stays in memory with it if it is not copied. */
function compact(bytes: Buffer): Buffer {
  return bytes.length > bytes.buffer.byteLength / 2 ? bytes : Buffer.from(bytes);
}

/** Node's decoder, from 22.15 on. */
export function decodeWithNode({ bytes, contentSize: size = LARGEST_CONTENT }: Frame): Promise<Buffer> {
  const options = decompression(size);
  return oneShot({ here: zlib.zstdDecompressSync, inPool: zlib.zstdDecompress }, { bytes, size, options });
}

/** The decoder is loaded only where it is needed. */
async function decodeWithoutZstd(frame: Frame): Promise<Buffer> {
  const { decodeWithFzstd } = await import('./fzstd-decoder.js');
  return decodeWithFzstd(frame);
}
