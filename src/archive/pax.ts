import { decodePax, encodePax } from 'tar-stream/headers';
import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';

/** A path of 4096 bytes and a link of 4096 bytes fit several times. */
export const PAX_LIMIT = 64 * 1024;

/** What a PAX header may say about the entry behind it. */
export interface LongNames {
  readonly path?: string;
  readonly linkpath?: string;
}

/** e.g. `29 path=outputs/a/long/name...\n` */
export function decodeLongNames(body: Buffer): LongNames {
  const records = decodePax(body);
  // The decoder stops at damage without a word and takes duplicates, so compare with what was read.
  if (!encodePax({ pax: records }).equals(body)) throw new ArchiveError(WHOLE, 'has a damaged PAX header');
  const unknown = Object.keys(records).find((key) => key !== 'path' && key !== 'linkpath');
  // Another key may change what the entry is (GNU.sparse.*), and `pack` writes no other.
  if (unknown !== undefined)
    throw new ArchiveError(WHOLE, `has an unknown PAX record ${JSON.stringify(unknown)}`);
  return records;
}
