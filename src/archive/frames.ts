import { ArchiveError } from '../errors.js';
import { mapInOrder } from '../map-in-order.js';
import { ByteReader } from './byte-reader.js';
import { WHOLE } from './entry.js';
import { failure } from './failure.js';
import { release } from './release.js';

/** A piece of an archive that is compressed by itself. */
export interface Frame {
  readonly bytes: Buffer;
  /** bytes it holds, where it says so */
  readonly contentSize: number | undefined;
}

/** How the frames of a codec are read. */
export interface FrameFormat {
  /** for errors */
  readonly codec: string;
  readonly read: (reader: ByteReader) => Promise<Frame>;
  /** throws what it likes for a damaged one */
  readonly decode: (frame: Frame) => Promise<Buffer>;
}

/** What one frame may hold, bytes: the format's limit, above what `pack` makes today. */
export const LARGEST_CONTENT = 4 * 1024 * 1024;
/** What does not compress is stored, with a few bytes more for every block. */
export const LARGEST_FRAME = LARGEST_CONTENT + 64 * 1024;

/** Enough for both cores of a small runner; each one more costs memory for two pieces. */
const AT_ONCE = 2;

/** Makes one frame of each piece, two at once. Takes the pieces for itself. */
export function compressFrames(
  pieces: Iterable<Buffer>,
  compress: (piece: Buffer) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  return mapInOrder(pieces, AT_ONCE, async (piece) => {
    const frame = await compress(piece);
    release(piece);
    return frame;
  });
}

/**
 * Throws `ArchiveError` unless the body is a row of whole frames of at most `LARGEST_CONTENT` bytes each. What it
 * yields is valid until the next is asked for.
 */
export async function* decompressFrames(
  chunks: AsyncIterable<Buffer>,
  format: FrameFormat,
): AsyncGenerator<Buffer> {
  for await (const content of mapInOrder(split(chunks, format), AT_ONCE, (frame) => decode(frame, format))) {
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
    throw failure(WHOLE, `is not valid ${codec}`, cause);
  });
  if (content.length > LARGEST_CONTENT || content.length !== (frame.contentSize ?? content.length))
    throw new ArchiveError(WHOLE, `is not valid ${codec} (a frame of another size than it says)`);
  return content;
}
