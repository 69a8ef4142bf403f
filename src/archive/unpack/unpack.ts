import { ArchiveError } from '../../errors.js';
import { failure, wholeArchive } from '../failure.js';
import { Extractor, type DeclaredSize } from './extractor.js';
import { TarReader } from './tar-reader.js';

/**
 * Unpacks a tar into `folder`, which must not exist yet. Throws `ArchiveError` unless the archive has exactly the declared
 * size and all of it is acceptable, and passes on the errors of `chunks`; the caller removes `folder` then. The error is
 * `unportable` only if the whole archive has been read and is right.
 *
 * @returns what the task printed
 */
export async function unpack(
  chunks: AsyncIterable<Buffer>,
  folder: string,
  declared: DeclaredSize,
  platform?: NodeJS.Platform,
): Promise<{ terminalOutput: string }> {
  const extractor = openExtractor(folder, declared, platform);
  try {
    await readAll(chunks, extractor, declared.size);
    return { terminalOutput: attempt(extractor, () => extractor.finish()) };
  } finally {
    extractor.close();
  }
}

function openExtractor(folder: string, declared: DeclaredSize, platform?: NodeJS.Platform): Extractor {
  try {
    return new Extractor(folder, declared, platform);
  } catch (cause) {
    throw failure(folder, 'could not be created', cause);
  }
}

async function readAll(chunks: AsyncIterable<Buffer>, extractor: Extractor, size: number): Promise<void> {
  const reader = new TarReader(extractor);
  let left = size;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (!(left >= 0)) throw new ArchiveError(wholeArchive, 'is larger than declared');
    attempt(extractor, () => {
      reader.push(chunk);
    });
  }
  reader.end();
  if (left !== 0) throw new ArchiveError(wholeArchive, 'is smaller than declared');
}

function attempt<T>(extractor: Extractor, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw extractor.failure(cause);
  }
}
