import { decode } from 'tar-stream/headers';
import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';
import type { Entry } from './entry.js';
import { failure } from './failure.js';
import { PAX_LIMIT } from './pax.js';

/** A tar header on its own; a PAX header in front of it may still change the names. */
export interface Header extends Omit<Entry, 'type'> {
  readonly type: Entry['type'] | 'pax-header';
}

/** Most bytes of content that may follow. Anything not listed is refused: hard links, devices, sparse files, ... */
const LARGEST: ReadonlyMap<string | null, number> = new Map([
  ['file', Number.MAX_SAFE_INTEGER],
  ['directory', 0],
  ['symlink', 0],
  ['pax-header', PAX_LIMIT],
]);

/** Throws for anything that `pack` would not have written. */
export function decodeHeader(block: Buffer): Header {
  const { name, type, mode, size, linkname } = decodeBlock(block);
  if (!isAccepted(type))
    throw new ArchiveError(name, `is of the type ${type ?? 'unknown'}, which is not accepted`);
  if (!(Number.isInteger(size) && size >= 0 && size <= (LARGEST.get(type) ?? 0)))
    throw new ArchiveError(name, 'has an impossible size');
  return { type, path: name, mode: mode & 0o777, size, target: linkname ?? '' };
}

function decodeBlock(block: Buffer): NonNullable<ReturnType<typeof decode>> {
  try {
    const header = decode(block);
    if (header) return header;
  } catch (cause) {
    throw failure(WHOLE, 'is not a valid tar', cause);
  }
  throw new ArchiveError(WHOLE, 'is not a valid tar');
}

function isAccepted(type: string | null): type is Header['type'] {
  return LARGEST.has(type);
}
