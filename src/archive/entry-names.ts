import { ArchiveError } from '../errors.js';
import { OUTPUTS } from './entry.js';
import type { Entry } from './entry.js';
import { assertEntryPath } from './entry-path.js';

/**
 * The names of one archive. Lets an entry pass only into a folder that the archive itself made before, so
 * nothing is ever written through a link, and never twice to one place.
 */
export class EntryNames {
  readonly #taken = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #foldsCase: boolean;

  /** @param foldsCase whether the file system takes `A` and `a` for one name */
  constructor(foldsCase: boolean) {
    this.#foldsCase = foldsCase;
  }

  /** Throws unless the entry may be where it is. */
  admit({ path, type }: Pick<Entry, 'path' | 'type'>): void {
    assertEntryPath(path);
    if (path !== OUTPUTS) this.#assertParent(path);
    else if (type !== 'directory') throw new ArchiveError(path, 'is not a folder');
    this.#take(path);
    if (type === 'directory') this.#folders.add(path);
  }

  #assertParent(path: string): void {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!this.#folders.has(parent)) throw new ArchiveError(path, 'is in no folder of the archive');
  }

  #take(path: string): void {
    const key = this.#foldsCase ? path.normalize('NFC').toLowerCase() : path;
    if (this.#taken.has(key)) throw new ArchiveError(path, 'is there twice');
    this.#taken.add(key);
  }
}
