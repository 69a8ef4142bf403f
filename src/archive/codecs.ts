import { ArchiveError } from '../errors.js';
import { compressBrotli, decompressBrotli } from './brotli.js';
import { WHOLE } from './entry.js';
import { compressZstd, decompressZstd, hasZstd } from './zstd.js';

/** How an archive is compressed. */
export type Codec = 'zstd' | 'br';

/** Gives `undefined` for a codec that this version does not know. */
export function parseCodec(value: string | undefined): Codec | undefined {
  return value === 'zstd' || value === 'br' ? value : undefined;
}

/** zstd where this Node has it (22.15 and later), else brotli. */
export function preferredCodec(): Codec {
  return hasZstd() ? 'zstd' : 'br';
}

/** @param chunks pieces of at most `PIECE_SIZE` bytes, which are used up */
export function compress(chunks: Iterable<Buffer>, codec: Codec): AsyncGenerator<Buffer> {
  return codec === 'zstd' ? compressZstd(chunks) : compressBrotli(chunks);
}

/**
 * Reads what `compress` wrote, on every Node. Throws `ArchiveError` for anything else, for a body that is cut
 * off or goes on, and for more than `limit` bytes of output; passes on the errors of `chunks`. What it yields is
 * valid until the next is asked for.
 */
export function decompress(
  chunks: AsyncIterable<Buffer>,
  codec: Codec,
  limit: number,
): AsyncGenerator<Buffer> {
  return withinLimit(codec === 'zstd' ? decompressZstd(chunks) : decompressBrotli(chunks), limit);
}

async function* withinLimit(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let left = limit;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (!(left >= 0)) throw new ArchiveError(WHOLE, 'is larger than announced');
    yield chunk;
  }
}
