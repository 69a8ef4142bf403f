import { statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';

import { ArchiveError } from '../../errors.js';
import { assertEntryPath } from '../entry-path.js';
import { outputsName, type Entry } from '../entry.js';

/**
 * The names of one archive. An entry must be in a folder that the archive itself has created, so no file is ever written
 * through a link, and no path is written twice.
 */
export class EntryNames {
  readonly #taken = new Set<string>();
  /** as the file system sees them → as they are written */
  readonly #folded = new Map<string, string>();
  readonly #folders = new Set<string>();
  readonly #foldsCase: boolean;

  /** @param foldsCase whether the file system takes `A` and `a` for one name */
  constructor(foldsCase: boolean) {
    this.#foldsCase = foldsCase;
  }

  /**
   * Throws unless the entry may be where it is.
   *
   * @returns the name beside it that the file system takes for the same, if there is one
   */
  admit({ path, type }: Pick<Entry, 'path' | 'type'>): string | undefined {
    assertEntryPath(path);
    if (path !== outputsName) this.#assertParent(path);
    else if (type !== 'directory') throw new ArchiveError(path, 'is not a folder');
    if (this.#taken.has(path)) throw new ArchiveError(path, 'occurs twice');
    this.#taken.add(path);
    if (type === 'directory') this.#folders.add(path);
    return this.#foldsCase ? this.#fold(path) : undefined;
  }

  #assertParent(path: string): void {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!this.#folders.has(parent)) throw new ArchiveError(path, 'is in no folder of the archive');
  }

  #fold(path: string): string | undefined {
    // Only what every such file system folds: of `ß` and `ss`, or of normal forms, it has the last word (refusal.ts).
    const key = `${path.toLowerCase()}\0${path.toUpperCase()}`;
    const other = this.#folded.get(key);
    if (other === undefined) this.#folded.set(key, path);
    return other === undefined ? undefined : posix.basename(other);
  }
}

/** Whether the file system finds `folder` under its name in the other case, too. True for a name without letters. */
export function foldsCase(folder: string): boolean {
  const other = join(dirname(folder), swapCase(basename(folder)));
  return inode(other) === inode(folder);
}

function swapCase(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

function inode(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}
