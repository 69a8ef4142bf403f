import zlib from 'node:zlib';
import { ArchiveError } from '../errors.js';
import type { ByteReader } from './byte-reader.js';
import { WHOLE } from './entry.js';
import { compressFrames, decompressFrames, LARGEST_CONTENT, LARGEST_FRAME, type Frame } from './frames.js';
import { oneShot, compression, decompression, type OneShot } from './one-shot.js';

/** 32 bits each, little-endian: bytes of the stream behind it, bytes that are in it. */
const HEADER_SIZE = 8;

/** Frames of our own, each a whole stream, as brotli has none that could be joined. Takes the pieces for itself. */
export function compressBrotli(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  return compressFrames(pieces, async (piece) => {
    const { length } = piece;
    return toFrame(await compressPiece(piece), length);
  });
}

/** Throws `ArchiveError` unless the body is a row of whole frames. What it yields is valid until the next is asked for. */
export function decompressBrotli(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  return decompressFrames(chunks, { codec: 'brotli', read: readFrame, decode });
}

function compressPiece(bytes: Buffer): Promise<Buffer> {
  const size = bytes.length;
  const options = { ...compression(size), params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };
  return oneShot({ here: zlib.brotliCompressSync, inPool: zlib.brotliCompress }, { bytes, size, options });
}

function toFrame(stream: Buffer, contentSize: number): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt32LE(stream.length, 0);
  header.writeUInt32LE(contentSize, 4);
  return Buffer.concat([header, stream]);
}

async function readFrame(reader: ByteReader): Promise<Frame> {
  const header = await reader.take(HEADER_SIZE);
  const [length, contentSize] = [header.readUInt32LE(0), header.readUInt32LE(4)];
  if (length > LARGEST_FRAME || contentSize > LARGEST_CONTENT)
    throw new ArchiveError(WHOLE, 'is not valid brotli (a frame is too long)');
  return { bytes: await reader.take(length), contentSize };
}

/** The types don't know what `info` gives. */
interface Decoded {
  readonly buffer: Buffer;
  readonly engine: Pick<zlib.Zlib, 'bytesWritten'>;
}

async function decode({ bytes, contentSize: size = 0 }: Frame): Promise<Buffer> {
  const options = { ...decompression(size), info: true };
  const { buffer, engine } = await oneShot(calls, { bytes, size, options }).catch((cause: unknown) => {
    // The decoder has a code for each of its thirty reasons, which would be as many warnings in a run.
    throw new ArchiveError(WHOLE, 'is not valid brotli', { cause });
  });
  // The decoder stops at the end of the stream without a word about what is behind it.
  if (engine.bytesWritten !== bytes.length)
    throw new ArchiveError(WHOLE, 'is not valid brotli (a stream ends before its frame)');
  return buffer;
}

const calls = { here: zlib.brotliDecompressSync, inPool: zlib.brotliDecompress } as unknown as OneShot<
  zlib.BrotliOptions,
  Decoded
>;
