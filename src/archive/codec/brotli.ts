import zlib from 'node:zlib';

import { ArchiveError } from '../../errors.js';
import { wholeArchive } from '../failure.js';
import {
  compressFrames,
  decompressFrames,
  largestContent,
  largestFrame,
  type ByteReader,
  type Frame,
} from './frames.js';
import { compression, decompression, runZlib, type ZlibFunction } from './run-zlib.js';

/** Two numbers of 32 bits, little-endian: bytes of the stream after the header, bytes of its content. */
const headerLength = 8;

/** Frames of our own, each a whole stream: brotli has none that could be joined. The pieces are empty afterwards. */
export function compressBrotli(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  return compressFrames(pieces, async (piece) => {
    const { length } = piece;
    return toFrame(await compressPiece(piece), length);
  });
}

/** Throws `ArchiveError` unless the body consists of whole frames. A yielded buffer is valid until the next one. */
export function decompressBrotli(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  return decompressFrames(chunks, { codec: 'brotli', read: readFrame, decode });
}

function compressPiece(bytes: Buffer): Promise<Buffer> {
  const size = bytes.length;
  const options = { ...compression(size), params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };
  return runZlib({ sync: zlib.brotliCompressSync, async: zlib.brotliCompress }, { bytes, size, options });
}

function toFrame(stream: Buffer, contentSize: number): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32LE(stream.length, 0);
  header.writeUInt32LE(contentSize, 4);
  return Buffer.concat([header, stream]);
}

async function readFrame(reader: ByteReader): Promise<Frame> {
  const header = await reader.take(headerLength);
  const [length, contentSize] = [header.readUInt32LE(0), header.readUInt32LE(4)];
  if (length > largestFrame || contentSize > largestContent) throw invalid(' (a frame is too long)');
  return { bytes: await reader.take(length), contentSize };
}

/** The result of `info: true`, which the types don't know. */
interface Decoded {
  readonly buffer: Buffer;
  readonly engine: Pick<zlib.Zlib, 'bytesWritten'>;
}

const decompressFunction = {
  sync: zlib.brotliDecompressSync,
  async: zlib.brotliDecompress,
} as unknown as ZlibFunction<zlib.BrotliOptions, Decoded>;

async function decode({ bytes, contentSize: size = 0 }: Frame): Promise<Buffer> {
  const options = { ...decompression(size), info: true };
  const { buffer, engine } = await runZlib(decompressFunction, { bytes, size, options }).catch(
    (cause: unknown) => {
      // The decoder has a code for each of its thirty reasons, which would be as many warnings in a run.
      throw invalid('', cause);
    },
  );
  // The decoder stops at the end of the stream and does not report bytes after it.
  if (engine.bytesWritten !== bytes.length) throw invalid(' (a stream ends before its frame)');
  return buffer;
}

const invalid = (detail: string, cause?: unknown) =>
  new ArchiveError(wholeArchive, `is not valid brotli${detail}`, { cause });
