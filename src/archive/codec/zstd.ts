import zlib from 'node:zlib';

import { compressFrames, decompressFrames, largestContent, type Frame } from './frames.js';
import { compression, decompression, runZlib } from './run-zlib.js';
import { readZstdFrame } from './zstd-frame.js';

/** Returns the content of one frame; for a damaged frame it throws any error, or returns another size. */
export type FrameDecoder = (frame: Frame) => Promise<Buffer>;

/** A tenth less to send and to keep than with level 1, for a third more CPU of compression (docs/performance.md). */
const level = 3;

/** Whether this Node has zstd: 22.15 and later. */
export function hasZstd(): boolean {
  return 'zstdCompress' in zlib;
}

/**
 * Several frames are one valid zstd file, but Node's own decoders stop after the first one: see `readZstdFrame`. The pieces
 * are empty afterwards.
 */
export function compressZstd(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  return compressFrames(pieces, async (piece) => compact(await compressPiece(piece)));
}

/**
 * Throws `ArchiveError` unless the body consists of whole frames of at most `largestContent` bytes each. A yielded buffer
 * is valid until the next one.
 */
export function decompressZstd(
  chunks: AsyncIterable<Buffer>,
  decode: FrameDecoder = hasZstd() ? decodeWithNode : decodeWithoutZstd,
): AsyncGenerator<Buffer> {
  return decompressFrames(chunks, { codec: 'zstd', read: readZstdFrame, decode });
}

function compressPiece(bytes: Buffer): Promise<Buffer> {
  const size = bytes.length;
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: level };
  const options = { ...compression(size), pledgedSrcSize: size, params };
  return runZlib({ sync: zlib.zstdCompressSync, async: zlib.zstdCompress }, { bytes, size, options });
}

/** zlib returns a slice of the whole output buffer, which would keep it in memory. */
function compact(bytes: Buffer): Buffer {
  return bytes.length > bytes.buffer.byteLength / 2 ? bytes : Buffer.from(bytes);
}

/** Node's decoder, from 22.15 on. */
export function decodeWithNode({ bytes, contentSize: size = largestContent }: Frame): Promise<Buffer> {
  const options = decompression(size);
  return runZlib({ sync: zlib.zstdDecompressSync, async: zlib.zstdDecompress }, { bytes, size, options });
}

/** The decoder is loaded only where it is needed. */
async function decodeWithoutZstd(frame: Frame): Promise<Buffer> {
  const { decodeWithFzstd } = await import('./decode-with-fzstd.js');
  return decodeWithFzstd(frame);
}
