import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';
import { failure } from './failure.js';
import { Restore } from './restore.js';
import type { Announced } from './restore.js';
import { TarReader } from './tar-reader.js';

export type { Announced } from './restore.js';

/** What an archive had in it beside the outputs. */
export interface Unpacked {
  readonly terminalOutput: string;
}

/**
 * Unpacks a tar into `folder`, which must not exist yet. Throws `ArchiveError` unless the archive is exactly
 * as announced and wholly acceptable, and passes on the errors of `chunks`; the caller removes `folder` then.
 * That error is `unportable` only for an archive of which all has been read and found right.
 */
export async function unpack(
  chunks: AsyncIterable<Buffer>,
  folder: string,
  announced: Announced,
  platform?: NodeJS.Platform,
): Promise<Unpacked> {
  const restore = begin(folder, announced, platform);
  try {
    await readAll(chunks, restore, announced.size);
    return { terminalOutput: attempt(restore, () => restore.finish()) };
  } finally {
    restore.close();
  }
}

function begin(folder: string, announced: Announced, platform?: NodeJS.Platform): Restore {
  try {
    return new Restore(folder, announced, platform);
  } catch (cause) {
    throw failure(folder, 'could not be made', cause);
  }
}

async function readAll(chunks: AsyncIterable<Buffer>, restore: Restore, size: number): Promise<void> {
  const reader = new TarReader(restore);
  let left = size;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (!(left >= 0)) throw new ArchiveError(WHOLE, 'is larger than announced');
    attempt(restore, () => {
      reader.push(chunk);
    });
  }
  reader.end();
  if (left !== 0) throw new ArchiveError(WHOLE, 'is smaller than announced');
}

function attempt<T>(restore: Restore, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw restore.failure(cause);
  }
}
