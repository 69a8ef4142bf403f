import { ArchiveError } from '../../errors.js';
import { mapInOrder } from '../../map-in-order.js';
import { failure, wholeArchive } from '../failure.js';

/** A piece of an archive that is compressed by itself. */
export interface Frame {
  readonly bytes: Buffer;
  /** bytes of its content, if the frame declares them */
  readonly contentSize: number | undefined;
}

/** How the frames of a codec are read. */
export interface FrameFormat {
  /** for errors */
  readonly codec: string;
  readonly read: (reader: ByteReader) => Promise<Frame>;
  /** throws any error for a damaged frame */
  readonly decode: (frame: Frame) => Promise<Buffer>;
}

/** Most bytes of content in one frame: the format's limit, above what `pack` makes today. */
export const largestContent = 4 * 1024 * 1024;
/** Content that does not compress is stored, with a few bytes more for every block. */
export const largestFrame = largestContent + 64 * 1024;

/** Enough for both cores of a small runner; each one more costs memory for two pieces. */
const atOnce = 2;

/** Makes one frame of each piece, two at once. The pieces are empty afterwards. */
export function compressFrames(
  pieces: Iterable<Buffer>,
  compress: (piece: Buffer) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  return mapInOrder(pieces, atOnce, async (piece) => {
    const frame = await compress(piece);
    release(piece);
    return frame;
  });
}

/**
 * Throws `ArchiveError` unless the body consists of whole frames of at most `largestContent` bytes each. A yielded buffer
 * is valid until the next one is asked for.
 */
export async function* decompressFrames(
  chunks: AsyncIterable<Buffer>,
  format: FrameFormat,
): AsyncGenerator<Buffer> {
  for await (const content of mapInOrder(split(chunks, format), atOnce, (frame) => decode(frame, format))) {
    yield content;
    release(content);
  }
}

async function* split(chunks: AsyncIterable<Buffer>, { read }: FrameFormat): AsyncGenerator<Frame> {
  const reader = new ByteReader(chunks);
  try {
    while (!(await reader.ended())) yield await read(reader);
  } finally {
    await reader.close();
  }
}

async function decode(frame: Frame, { codec, decode }: FrameFormat): Promise<Buffer> {
  const content = await decode(frame).catch((cause: unknown) => {
    throw failure(wholeArchive, `is not valid ${codec}`, cause);
  });
  if (content.length > largestContent || content.length !== (frame.contentSize ?? content.length))
    throw new ArchiveError(wholeArchive, `is not valid ${codec} (a frame of another size than it declares)`);
  return content;
}

/** Reads a body, which arrives in chunks of any size, by the number of bytes that is needed next. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether no bytes are left. */
  async ended(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return true;
      this.#rest = next.value;
    }
    return false;
  }

  /** The next `count` bytes; throws `ArchiveError` if there are fewer. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0;) {
      if (await this.ended()) throw new ArchiveError(wholeArchive, 'is cut off');
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** Ends the source before its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** Since Node 21; `lib` of tsconfig.json, ES2023, does not have it. */
type Transferable = ArrayBufferLike & { transfer?: (length: number) => ArrayBufferLike };

/**
 * Frees the memory of a buffer, which is empty from then on. V8 starts a collection for every few dozen megabytes that
 * wait for one, which had been a fifth of the CPU of restoring large artifacts.
 *
 * @param buffer must have no other user; a part of a larger one (Node's pool) is left to the collector
 */
export function release(buffer: Buffer): void {
  const memory: Transferable = buffer.buffer;
  if (buffer.length > memory.byteLength / 2) memory.transfer?.(0);
}
