import { ArchiveError } from '../errors.js';
import type { ByteReader } from './byte-reader.js';
import { WHOLE } from './entry.js';
import { LARGEST_CONTENT } from './frames.js';

/** What stands in front of the blocks of a frame. */
export interface FrameHeader {
  readonly bytes: readonly [Buffer, ...Buffer[]];
  readonly contentSize: number | undefined;
  readonly hasChecksum: boolean;
}

/** The start of a frame with content; there are others, to be skipped, which could hide anything. */
const MAGIC = 0xfd2fb528;
/** A decoder allocates the window, so a frame of a few bytes must not ask for gigabytes. A piece takes 1 MiB. */
const LARGEST_WINDOW = 8 * 1024 * 1024;

/** Throws `ArchiveError` for what `compressZstd` would not have written. */
export async function readFrameHeader(reader: ByteReader): Promise<FrameHeader> {
  const start = await reader.take(5);
  if (start.readUInt32LE(0) !== MAGIC) throw refusal('a frame does not begin as one');
  const { contentSizeLength, isSingleSegment, isReserved, hasChecksum, hasDictionary } = flags(
    start.readUInt8(4),
  );
  if (isReserved || hasDictionary) throw refusal('a frame with a dictionary');
  const window = await reader.take(isSingleSegment ? 0 : 1);
  const size = await reader.take(contentSizeLength);
  assertWindow(window);
  return { bytes: [start, window, size], contentSize: contentSize(size), hasChecksum };
}

function flags(descriptor: number) {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  return {
    contentSizeLength: [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0,
    isSingleSegment,
    isReserved: (descriptor & 0x08) !== 0,
    hasChecksum: (descriptor & 0x04) !== 0,
    hasDictionary: (descriptor & 0x03) !== 0,
  };
}

/** 5 bits exponent, 3 bits mantissa. */
function assertWindow(descriptor: Buffer): void {
  for (const byte of descriptor) {
    const base = 2 ** (10 + (byte >> 3));
    if (base + (base / 8) * (byte & 7) > LARGEST_WINDOW) throw refusal('a frame with too large a window');
  }
}

function contentSize(field: Buffer): number | undefined {
  if (field.length === 0) return undefined;
  const size = field.length === 8 ? Number(field.readBigUInt64LE()) : field.readUIntLE(0, field.length);
  const actual = field.length === 2 ? size + 256 : size;
  if (actual > LARGEST_CONTENT) throw refusal('a frame of more than 4 MiB');
  return actual;
}

function refusal(reason: string): ArchiveError {
  return new ArchiveError(WHOLE, `is not valid zstd (${reason})`);
}
