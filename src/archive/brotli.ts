import { pipeline, Readable } from 'node:stream';
import zlib from 'node:zlib';
import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';

/** The default of 16 KiB makes a call into the thread pool for every few kilobytes. */
const CHUNK_SIZE = 256 * 1024;

/** One stream, as brotli streams cannot be joined like zstd's frames. */
export async function* compressBrotli(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 };
  yield* through(chunks, zlib.createBrotliCompress({ chunkSize: CHUNK_SIZE, params }));
}

/** Throws `ArchiveError` unless the body is one whole brotli stream and nothing else. */
export async function* decompressBrotli(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = new Source(chunks);
  const decoder = zlib.createBrotliDecompress({ chunkSize: CHUNK_SIZE });
  try {
    yield* through(source.read(), decoder);
  } catch (cause) {
    // The decoder has a code for each of its thirty reasons, which would be as many warnings in a run.
    throw cause === source.error ? cause : new ArchiveError(WHOLE, 'is not valid brotli', { cause });
  }
  // The decoder stops at the end of the stream without a word about what is behind it.
  if (!source.ended || decoder.bytesWritten !== source.bytes)
    throw new ArchiveError(WHOLE, 'is not valid brotli (it goes on behind its end)');
}

/** A high-water mark of one: the default would hold 16 pieces of 4 MiB. */
function through(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  codec: zlib.BrotliCompress | zlib.BrotliDecompress,
): AsyncIterable<Buffer> {
  return pipeline(Readable.from(chunks, { highWaterMark: 1 }), codec, () => undefined);
}

/** Remembers how far the body was read, and whether an error is the body's own. */
class Source {
  readonly #chunks: AsyncIterable<Buffer>;
  bytes = 0;
  ended = false;
  error: unknown = undefined;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks;
  }

  async *read(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.#chunks) {
        this.bytes += chunk.length;
        yield chunk;
      }
      this.ended = true;
    } catch (error) {
      this.error = error;
      throw error;
    }
  }
}
