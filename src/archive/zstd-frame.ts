import { ArchiveError } from '../errors.js';
import type { ByteReader } from './byte-reader.js';
import { WHOLE } from './entry.js';
import { LARGEST_FRAME, type Frame } from './frames.js';
import { readFrameHeader } from './zstd-frame-header.js';

const LARGEST_BLOCK = 128 * 1024;
const RLE = 1;
const RESERVED = 3;

/**
 * Takes one frame out of a body without decoding it: Node's decoders (one-shot and stream, 22 and 24) stop after
 * the first frame of several and drop the rest without an error. https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export async function readZstdFrame(reader: ByteReader): Promise<Frame> {
  const { bytes, contentSize, hasChecksum } = await readFrameHeader(reader);
  const parts: [Buffer, ...Buffer[]] = [...bytes, ...(await readBlocks(reader))];
  if (hasChecksum) parts.push(await reader.take(4));
  return { bytes: join(parts), contentSize };
}

async function readBlocks(reader: ByteReader): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (let last = false; !last;) {
    const header = await reader.take(3);
    const block = parseBlockHeader(header);
    parts.push(header, await reader.take(block.length));
    bytes += header.length + block.length;
    if (bytes > LARGEST_FRAME) throw new ArchiveError(WHOLE, 'is not valid zstd (a frame is too long)');
    last = block.last;
  }
  return parts;
}

/** Parts that lie one behind the other, as those of a frame mostly do, need no copy. */
function join(parts: readonly [Buffer, ...Buffer[]]): Buffer {
  const [{ buffer, byteOffset }] = parts;
  let length = 0;
  for (const part of parts) {
    if (part.buffer !== buffer || part.byteOffset !== byteOffset + length) return Buffer.concat(parts);
    length += part.length;
  }
  return Buffer.from(buffer, byteOffset, length);
}

/** Little-endian: 1 bit "last", 2 bits type, 21 bits size; an RLE block has one byte, whatever its size. */
function parseBlockHeader(header: Buffer): { last: boolean; length: number } {
  const bits = header.readUIntLE(0, 3);
  const type = (bits >> 1) & 3;
  const size = bits >> 3;
  if (type === RESERVED || size > LARGEST_BLOCK)
    throw new ArchiveError(WHOLE, 'is not valid zstd (a block that cannot be)');
  return { last: (bits & 1) === 1, length: type === RLE ? 1 : size };
}
