import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

import { ArchiveError } from '../../errors.js';
import { terminalOutputLimit, terminalOutputName, type Entry } from '../entry.js';
import { failure } from '../failure.js';
import { blockSize, encodeHeader, headerSize, padding } from '../tar-header.js';
import { planOutputs, type Planned } from './plan-outputs.js';

/** A tar that is made while it is read. */
export interface Archive {
  /** tar entries; a PAX header is not counted, it belongs to the entry after it */
  readonly entries: number;
  /** bytes of the tar */
  readonly size: number;
  /** The tar in pieces of `pieceSize` and a shorter last one. Throws `ArchiveError`. */
  chunks(): Generator<Buffer>;
}

/** Archives travel in pieces of this size: large enough for one call to be cheap, small enough to hold many. */
export const pieceSize = 1024 * 1024;

/** Two empty blocks. */
const end = Buffer.alloc(2 * blockSize);

/** Plans the archive of the folder `root`; no file is read yet. Throws `ArchiveError` for what could not be restored. */
export const pack = (root: string, terminalOutput: string): Archive =>
  packPlanned(planOutputs(root), terminalOutput);

/** The same for outputs that are planned already. */
export function packPlanned(outputs: readonly Planned[], terminalOutput: string): Archive {
  const printed = Buffer.from(terminalOutput);
  const first = terminalEntry(printed.length);
  const size = [first, ...outputs].reduce((sum, entry) => sum + sizeOf(entry), end.length);
  return {
    entries: outputs.length + 1,
    size,
    *chunks() {
      const pieces = new Pieces(size);
      yield* pieces.add(encodeHeader(first));
      yield* pieces.add(printed);
      yield* pad(first, pieces);
      for (const entry of outputs) {
        yield* pieces.add(encodeHeader(entry));
        if (entry.type === 'file') yield* readFile(entry, pieces);
        yield* pad(entry, pieces);
      }
      yield* pieces.add(end);
    },
  };
}

function terminalEntry(size: number): Entry {
  if (size > terminalOutputLimit)
    throw new ArchiveError(terminalOutputName, `is longer than ${terminalOutputLimit} bytes`);
  return { type: 'file', path: terminalOutputName, mode: 0o644, size, target: '' };
}

function sizeOf(entry: Entry): number {
  return headerSize(entry) + entry.size + padding(entry.size);
}

function pad({ size }: Entry, pieces: Pieces): Generator<Buffer> {
  return pieces.add(end.subarray(0, padding(size)));
}

/** Cuts `size` bytes, which come in any portions, into pieces; each one is a buffer of its own. */
class Pieces {
  #left: number;
  #piece: Buffer;
  #used = 0;

  constructor(size: number) {
    this.#left = size;
    this.#piece = this.#next();
  }

  /** Space to write into; report the bytes that were written with `advance`. */
  get room(): Buffer {
    return this.#piece.subarray(this.#used);
  }

  /** Counts `count` bytes of the room as written, and yields the piece when it is full. */
  *advance(count: number): Generator<Buffer> {
    this.#used += count;
    if (this.#used < this.#piece.length) return;
    yield this.#piece;
    this.#piece = this.#next();
  }

  *add(bytes: Buffer): Generator<Buffer> {
    for (let from = 0; from < bytes.length;) {
      const count = bytes.copy(this.room, 0, from);
      from += count;
      yield* this.advance(count);
    }
  }

  #next(): Buffer {
    const length = Math.min(pieceSize, this.#left);
    this.#left -= length;
    this.#used = 0;
    return Buffer.allocUnsafeSlow(length);
  }
}

/**
 * A link or a pipe instead of the file must neither be followed nor block. Windows has none of these flags, which the
 * types don't say.
 */
const openFlags = [constants.O_RDONLY, constants.O_NOFOLLOW, constants.O_NONBLOCK].reduce(
  (flags, flag: number | undefined) => flags | (flag ?? 0),
);

/** Reads a planned file straight into the pieces. Throws when it is no longer as it was planned. */
function* readFile(file: Planned, pieces: Pieces): Generator<Buffer> {
  const fd = attempt(file, () => openSync(file.source, openFlags));
  try {
    for (let left = file.size; left > 0;) {
      const { room } = pieces;
      const count = attempt(file, () => readSync(fd, room, 0, Math.min(left, room.length), null));
      if (count === 0) throw changed(file);
      left -= count;
      yield* pieces.advance(count);
    }
    assertUnchanged(file, fd);
  } finally {
    closeSync(fd);
  }
}

function assertUnchanged(file: Planned, fd: number): void {
  const { size, ino, mtimeMs } = attempt(file, () => fstatSync(fd));
  const { stats } = file;
  if (size !== stats.size || ino !== stats.ino || mtimeMs !== stats.mtimeMs) throw changed(file);
}

const changed = ({ path }: Planned) => new ArchiveError(path, 'changed while it was packed');

function attempt<T>({ path }: Planned, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw failure(path, 'could not be read', cause);
  }
}
