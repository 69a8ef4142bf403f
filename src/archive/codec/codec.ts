import { ArchiveError } from '../../errors.js';
import { wholeArchive } from '../failure.js';
import { compressBrotli, decompressBrotli } from './brotli.js';
import { compressZstd, decompressZstd, hasZstd } from './zstd.js';

/** How an archive is compressed. */
export type Codec = 'zstd' | 'br';

/** Returns `undefined` for a codec that this version does not know. */
export function parseCodec(value: string | undefined): Codec | undefined {
  return value === 'zstd' || value === 'br' ? value : undefined;
}

/** zstd where this Node has it (22.15 and later), else brotli. */
export function preferredCodec(): Codec {
  return hasZstd() ? 'zstd' : 'br';
}

/** @param chunks pieces of at most `pieceSize` bytes, which are empty afterwards */
export function compress(chunks: Iterable<Buffer>, codec: Codec): AsyncGenerator<Buffer> {
  return codec === 'zstd' ? compressZstd(chunks) : compressBrotli(chunks);
}

/**
 * Reads what `compress` wrote, on every Node. Throws `ArchiveError` for anything else, for a body that is cut off or
 * continues after its end, and for more than `limit` bytes of output; passes on the errors of `chunks`. A yielded buffer is
 * valid until the next one.
 */
export async function* decompress(
  chunks: AsyncIterable<Buffer>,
  codec: Codec,
  limit: number,
): AsyncGenerator<Buffer> {
  let left = limit;
  for await (const content of codec === 'zstd' ? decompressZstd(chunks) : decompressBrotli(chunks)) {
    left -= content.length;
    if (!(left >= 0)) throw new ArchiveError(wholeArchive, 'is larger than declared');
    yield content;
  }
}
