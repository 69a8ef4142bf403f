import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { ArchiveError } from '../errors.js';
import { assertEntryPath } from './entry-path.js';
import { codeOf, failure } from './failure.js';
import { impatient, type Patience } from './patience.js';
import { isTemporary, removeTree, temporaryPath } from './temporary-path.js';
import { portabilityFlaw } from './unpack/portability.js';

/** A temporary sibling of `<cacheDirectory>/<hash>`; a killed run leaves only names that Nx never reads. */
export interface Staging {
  /** does not exist yet */
  readonly folder: string;
  /** Moves it to `<cacheDirectory>/<hash>`, which it returns. Throws `ArchiveError`. */
  commit(): string;
  /** Removes it; harmless after `commit`, and never throws. */
  discard(): void;
}

const hour = 60 * 60 * 1000;

/** How folders are moved. */
interface Mover {
  readonly rename: (from: string, to: string) => void;
  readonly patience: Patience;
}

/** For a sweep, for which no run waits: the next one finds what is left. */
const hasty: Mover = { rename: renameSync, patience: impatient };

/** e.g. `.nx/cache/.nx-azure-cache-1234567890-9f86d081884c7d65`; creates the cache directory if necessary. */
export function createStaging(cacheDirectory: string, hash: string, parts: Partial<Mover> = {}): Staging {
  const mover = { ...hasty, ...parts };
  assertHash(hash);
  makeFolder(cacheDirectory);
  const folder = temporaryPath(cacheDirectory, hash);
  let committed = false;
  return {
    folder,
    commit: () => {
      const target = commit(folder, join(cacheDirectory, hash), mover);
      committed = true;
      return target;
    },
    discard: () => {
      if (!committed) discard(folder, mover);
    },
  };
}

/** Removes what killed runs left behind: staging folders older than an hour. Never throws. */
export function sweepStaging(cacheDirectory: string, now: number): void {
  for (const name of namesIn(cacheDirectory)) {
    const folder = join(cacheDirectory, name);
    if (isOlder(folder, now - hour)) discard(folder, hasty);
  }
}

/** A hash that is a path would create a folder elsewhere. */
function assertHash(hash: string): void {
  assertEntryPath(hash);
  const isPath = hash.includes('/') || portabilityFlaw({ path: hash, target: '' }, process.platform);
  if (isPath) throw new ArchiveError(hash, 'is not the name of a folder');
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw failure(path, 'could not be created', cause);
  }
}

function commit(folder: string, target: string, mover: Mover): string {
  try {
    mover.rename(folder, target);
  } catch {
    replace(folder, target, mover);
  }
  return target;
}

/** The target is left from a copy that was killed, and may be incomplete. */
function replace(folder: string, target: string, mover: Mover): void {
  const old = temporaryPath(dirname(target), 'old');
  try {
    moveIfThere(target, old, mover);
    mover.patience(() => {
      mover.rename(folder, target);
    });
  } catch (cause) {
    throw failure(basename(target), 'could not be moved into the cache directory', cause);
  } finally {
    discard(old, mover);
  }
}

/** Renamed first: an unpacking that is still at work then fails, and does not end up with half of its files. */
function discard(folder: string, mover: Mover): void {
  const trash = temporaryPath(dirname(folder), 'trash');
  try {
    moveIfThere(folder, trash, mover);
    removeTree(trash, mover.patience);
  } catch {
    // Another process was faster, or has it open: the next sweep finds what is left.
  }
}

function moveIfThere(from: string, to: string, { rename, patience }: Mover): void {
  try {
    patience(() => {
      rename(from, to);
    });
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  }
}

function namesIn(cacheDirectory: string): string[] {
  try {
    return readdirSync(cacheDirectory).filter(isTemporary);
  } catch {
    return [];
  }
}

function isOlder(path: string, time: number): boolean {
  try {
    return lstatSync(path).mtimeMs < time;
  } catch {
    return false;
  }
}
