import { encode, encodePax } from 'tar-stream/headers';
import { ArchiveError } from '../errors.js';
import type { Entry } from './entry.js';

export const BLOCK_SIZE = 512;
/** Everything else goes into a PAX record, so that ustar's split of long names is never relied upon. */
const PLAIN = /^[\x20-\x7e]{0,100}$/;
const EPOCH = new Date(0);

/** The blocks in front of the content: the header, after a PAX header where the names need one. */
export function encodeHeader(entry: Entry): Buffer {
  const header = block(entry.type, entry, plain(tarName(entry)), plain(entry.target));
  const records = paxRecords(entry);
  if (records.length === 0) return header;
  const pax = block('pax-header', { mode: 0o644, size: records.length }, 'pax');
  return Buffer.concat([pax, records, Buffer.alloc(padding(records.length)), header]);
}

/** Bytes of `encodeHeader(entry)`. */
export function headerSize(entry: Entry): number {
  const { length } = paxRecords(entry);
  return length === 0 ? BLOCK_SIZE : BLOCK_SIZE + length + padding(length) + BLOCK_SIZE;
}

/** Bytes of zeros between content of `size` bytes and the next header. */
export function padding(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
}

function paxRecords(entry: Entry): Buffer {
  const name = tarName(entry);
  return encodePax({
    name: PLAIN.test(name) ? undefined : name,
    linkname: PLAIN.test(entry.target) ? undefined : entry.target,
  });
}

/** The header has something in the place of a name that stands in the PAX header. */
function plain(name: string): string {
  return PLAIN.test(name) ? name : 'see-pax';
}

function tarName({ type, path }: Entry): string {
  return type === 'directory' ? `${path}/` : path;
}

/** Times and owners are left out: equal outputs make equal archives. */
function block(type: string, entry: { mode: number; size: number }, name: string, linkname = ''): Buffer {
  const { mode, size } = entry;
  const encoded = encode({ name, linkname, type, mode, size, uid: 0, gid: 0, mtime: EPOCH });
  if (encoded === null) throw new ArchiveError(name, 'has a name that does not fit into a tar header');
  return encoded;
}
