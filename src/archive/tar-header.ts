import { decode, decodePax, encode, encodePax } from 'tar-stream/headers';

import { ArchiveError } from '../errors.js';
import type { Entry } from './entry.js';
import { failure, wholeArchive } from './failure.js';

export const blockSize = 512;
/** A path of 4096 bytes and a link of 4096 bytes fit several times. */
const paxLimit = 64 * 1024;
/** All other names go into a PAX record, so that ustar's split of long names is never relied upon. */
const plainName = /^[\x20-\x7e]{0,100}$/;
const epoch = new Date(0);

/** A decoded tar header; a PAX header before it may still change the names. */
export interface Header extends Omit<Entry, 'type'> {
  readonly type: Entry['type'] | 'pax-header';
}

/** What a PAX header may say about the entry after it. */
export interface LongNames {
  readonly path?: string;
  readonly linkpath?: string;
}

/** The blocks before the content: the header, after a PAX header where the names need one. */
export function encodeHeader(entry: Entry): Buffer {
  const header = encodeBlock(entry.type, entry, orPlaceholder(tarName(entry)), orPlaceholder(entry.target));
  const records = paxRecords(entry);
  if (records.length === 0) return header;
  const pax = encodeBlock('pax-header', { mode: 0o644, size: records.length }, 'pax');
  return Buffer.concat([pax, records, Buffer.alloc(padding(records.length)), header]);
}

/** Bytes of `encodeHeader(entry)`. */
export function headerSize(entry: Entry): number {
  const { length } = paxRecords(entry);
  return length === 0 ? blockSize : blockSize + length + padding(length) + blockSize;
}

/** Bytes of zeros between content of `size` bytes and the next header. */
export function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

function paxRecords(entry: Entry): Buffer {
  const name = tarName(entry);
  return encodePax({
    name: plainName.test(name) ? undefined : name,
    linkname: plainName.test(entry.target) ? undefined : entry.target,
  });
}

/** A name that is in the PAX header still needs something in its place here. */
function orPlaceholder(name: string): string {
  return plainName.test(name) ? name : 'see-pax';
}

function tarName({ type, path }: Entry): string {
  return type === 'directory' ? `${path}/` : path;
}

/** Times and owners are left out: equal outputs make equal archives. */
function encodeBlock(
  type: string,
  { mode, size }: Pick<Entry, 'mode' | 'size'>,
  name: string,
  linkname = '',
): Buffer {
  const encoded = encode({ name, linkname, type, mode, size, uid: 0, gid: 0, mtime: epoch });
  if (encoded === null) throw new ArchiveError(name, 'has a name that does not fit into a tar header');
  return encoded;
}

/** Most bytes of content that may follow. All other types are refused: hard links, devices, sparse files, ... */
const contentLimits: ReadonlyMap<string | null, number> = new Map([
  ['file', Number.MAX_SAFE_INTEGER],
  ['directory', 0],
  ['symlink', 0],
  ['pax-header', paxLimit],
]);

/** Throws for any header that `pack` would not have written. */
export function decodeHeader(block: Buffer): Header {
  const { name, type, mode, size, linkname } = decodeBlock(block);
  if (!isAccepted(type))
    throw new ArchiveError(name, `is of the type ${type ?? 'unknown'}, which is not accepted`);
  if (!(Number.isInteger(size) && size >= 0 && size <= (contentLimits.get(type) ?? 0)))
    throw new ArchiveError(name, 'has an impossible size');
  return { type, path: name, mode: mode & 0o777, size, target: linkname ?? '' };
}

function decodeBlock(block: Buffer): NonNullable<ReturnType<typeof decode>> {
  try {
    const header = decode(block);
    if (header) return header;
  } catch (cause) {
    throw failure(wholeArchive, 'is not a valid tar', cause);
  }
  throw new ArchiveError(wholeArchive, 'is not a valid tar');
}

function isAccepted(type: string | null): type is Header['type'] {
  return contentLimits.has(type);
}

/** e.g. `29 path=outputs/a/long/name...\n` */
export function decodeLongNames(body: Buffer): LongNames {
  const records = decodePax(body);
  // The decoder stops at damage without an error and accepts duplicates, so compare with the original.
  if (!encodePax({ pax: records }).equals(body))
    throw new ArchiveError(wholeArchive, 'has a damaged PAX header');
  const unknown = Object.keys(records).find((key) => key !== 'path' && key !== 'linkpath');
  // Another key may change what the entry is (GNU.sparse.*), and `pack` writes no other.
  if (unknown !== undefined)
    throw new ArchiveError(wholeArchive, `has an unknown PAX record ${JSON.stringify(unknown)}`);
  return records;
}
