import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ArchiveError } from '../errors.js';
import { failure } from './failure.js';
import type { Pieces } from './pieces.js';
import type { Planned } from './plan.js';

/**
 * A link or a pipe that took the file's place must neither be followed nor block. Windows has none of these
 * flags, which the types don't say.
 */
const FLAGS = [constants.O_RDONLY, constants.O_NOFOLLOW, constants.O_NONBLOCK].reduce(
  (flags, flag: number | undefined) => flags | (flag ?? 0),
);

/** Reads a planned file straight into the pieces. Throws when it is no longer what was planned. */
export function* readFile(file: Planned, pieces: Pieces): Generator<Buffer> {
  const fd = attempt(file, () => openSync(file.source, FLAGS));
  try {
    yield* readContent(file, fd, pieces);
    assertUnchanged(file, fd);
  } finally {
    closeSync(fd);
  }
}

function* readContent(file: Planned, fd: number, pieces: Pieces): Generator<Buffer> {
  for (let left = file.size; left > 0;) {
    const room = pieces.room;
    const count = attempt(file, () => readSync(fd, room, 0, Math.min(left, room.length), null));
    if (count === 0) throw changed(file);
    left -= count;
    yield* pieces.advance(count);
  }
}

function assertUnchanged(file: Planned, fd: number): void {
  const { size, ino, mtimeMs } = attempt(file, () => fstatSync(fd));
  const { stats } = file;
  if (size !== stats.size || ino !== stats.ino || mtimeMs !== stats.mtimeMs) throw changed(file);
}

function changed({ path }: Planned): ArchiveError {
  return new ArchiveError(path, 'changed while it was packed');
}

function attempt<T>({ path }: Planned, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw failure(path, 'could not be read', cause);
  }
}
