import { ArchiveError } from '../../errors.js';
import { wholeArchive } from '../failure.js';
import { largestContent, largestFrame, type ByteReader, type Frame } from './frames.js';

/** The start of a frame with content. Frames of other kinds are to be skipped by a decoder, and could hide anything. */
const magic = 0xfd2fb528;
/** A decoder allocates the window, so a frame of a few bytes must not ask for gigabytes. A piece needs 1 MiB. */
const largestWindow = 8 * 1024 * 1024;
const largestBlock = 128 * 1024;
const blockTypes = { rle: 1, reserved: 3 };

/**
 * Takes one frame out of a body without decoding it: Node's decoders (one-shot and stream, 22 and 24) stop after the first
 * frame and drop the others without an error. https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 *
 * Throws `ArchiveError` for a frame that `compressZstd` would not have written.
 */
export async function readZstdFrame(reader: ByteReader): Promise<Frame> {
  const { bytes, contentSize, hasChecksum } = await readFrameHeader(reader);
  const parts: [Buffer, ...Buffer[]] = [...bytes, ...(await readBlocks(reader))];
  if (hasChecksum) parts.push(await reader.take(4));
  return { bytes: join(parts), contentSize };
}

async function readFrameHeader(reader: ByteReader) {
  const start = await reader.take(5);
  if (start.readUInt32LE(0) !== magic) throw invalid('a frame does not begin as one');
  const { contentSizeLength, isSingleSegment, isReserved, hasChecksum, hasDictionary } = flags(
    start.readUInt8(4),
  );
  if (isReserved || hasDictionary) throw invalid('a frame with a dictionary');
  const window = await reader.take(isSingleSegment ? 0 : 1);
  const size = await reader.take(contentSizeLength);
  assertWindow(window);
  const bytes: [Buffer, ...Buffer[]] = [start, window, size];
  return { bytes, contentSize: parseContentSize(size), hasChecksum };
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
    if (base + (base / 8) * (byte & 7) > largestWindow) throw invalid('a frame with too large a window');
  }
}

function parseContentSize(field: Buffer): number | undefined {
  if (field.length === 0) return undefined;
  const size = field.length === 8 ? Number(field.readBigUInt64LE()) : field.readUIntLE(0, field.length);
  const actual = field.length === 2 ? size + 256 : size;
  if (actual > largestContent) throw invalid('a frame of more than 4 MiB');
  return actual;
}

async function readBlocks(reader: ByteReader): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let last = false; !last;) {
    const header = await reader.take(3);
    const block = parseBlockHeader(header);
    parts.push(header, await reader.take(block.length));
    bytes += header.length + block.length;
    if (bytes > largestFrame) throw invalid('a frame is too long');
    last = block.last;
  }
  return parts;
}

/** Little-endian: 1 bit "last", 2 bits type, 21 bits size; an RLE block has one byte, whatever its size. */
function parseBlockHeader(header: Buffer): { last: boolean; length: number } {
  const bits = header.readUIntLE(0, 3);
  const type = (bits >> 1) & 3;
  const size = bits >> 3;
  if (type === blockTypes.reserved || size > largestBlock) throw invalid('an impossible block');
  return { last: (bits & 1) === 1, length: type === blockTypes.rle ? 1 : size };
}

/** Parts that lie one after the other in memory, as those of a frame mostly do, need no copy. */
function join(parts: readonly [Buffer, ...Buffer[]]): Buffer {
  const [{ buffer, byteOffset }] = parts;
  let length = 0;
  for (const part of parts) {
    if (part.buffer !== buffer || part.byteOffset !== byteOffset + length) return Buffer.concat(parts);
    length += part.length;
  }
  return Buffer.from(buffer, byteOffset, length);
}

const invalid = (detail: string) => new ArchiveError(wholeArchive, `is not valid zstd (${detail})`);
