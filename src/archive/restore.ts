import { chmodSync, closeSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { ArchiveError } from '../errors.js';
import { OUTPUTS, TERMINAL_OUTPUT, TERMINAL_OUTPUT_LIMIT, WHOLE } from './entry.js';
import type { Entry } from './entry.js';
import { EntryNames } from './entry-names.js';
import { failure } from './failure.js';
import { foldsCase } from './folds-case.js';
import { flawOfLink } from './link-on-windows.js';
import { assertLinkTarget } from './link-target.js';
import { portabilityFlaw } from './portability.js';
import { isOneWith, refusalOf } from './refusal.js';
import type { TarVisitor } from './tar-reader.js';
import { createFile, writeAll } from './written-file.js';

/** What the metadata of the artifact says about its archive. */
export interface Announced {
  readonly entries: number;
  readonly size: number;
}

/**
 * Writes entry after entry into a folder that it makes. Paths of errors are those of the archive.
 *
 * From the first entry on that this system cannot hold, the archive is read only to find out whether it is whole: nothing
 * that is damaged, and no attack, passes for something that is merely not portable.
 */
export class Restore implements TarVisitor {
  readonly #folder: string;
  readonly #announced: Announced;
  readonly #platform: NodeJS.Platform;
  readonly #names: EntryNames;
  /** the permission bits that the process may not give when it creates something */
  readonly #mask: number;
  readonly #printed: Buffer[] = [];
  readonly #links: Entry[] = [];
  #entries = 0;
  #current = WHOLE;
  #fd: number | undefined;
  #unportable: ArchiveError | undefined;

  constructor(folder: string, announced: Announced, platform: NodeJS.Platform = process.platform) {
    mkdirSync(folder);
    this.#folder = folder;
    this.#announced = announced;
    this.#platform = platform;
    this.#names = new EntryNames(foldsCase(folder));
    this.#mask = ~lstatSync(folder).mode & 0o777;
  }

  entry(entry: Entry): void {
    this.#current = entry.path;
    this.#count(entry);
    if (this.#entries === 1) assertTerminalOutput(entry);
    else this.#create(entry);
  }

  content(bytes: Buffer): void {
    if (this.#entries === 1) this.#printed.push(Buffer.from(bytes));
    else if (this.#fd !== undefined) writeAll(this.#fd, bytes);
  }

  complete(): void {
    this.close();
  }

  /** Closes what an error left open. */
  close(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    closeSync(fd);
  }

  /** Returns what the task printed. Throws what this system cannot hold, now that all the rest is known to be right. */
  finish(): string {
    if (this.#entries !== this.#announced.entries)
      throw new ArchiveError(WHOLE, 'has fewer entries than announced');
    // Last, so that no link is there while files are written, and Windows sees what it points to.
    for (const link of this.#links) this.#link(link);
    if (this.#unportable) throw this.#unportable;
    return Buffer.concat(this.#printed).toString();
  }

  /** An error of the system, as one about the entry at work. */
  failure(cause: unknown): ArchiveError {
    return failure(this.#current, 'could not be written', cause);
  }

  #count(entry: Entry): void {
    this.#entries += 1;
    if (!(this.#entries <= this.#announced.entries))
      throw new ArchiveError(entry.path, 'is one entry more than announced');
  }

  #create(entry: Entry): void {
    const other = this.#names.admit(entry);
    if (entry.type === 'symlink') assertLinkTarget(entry);
    const flaw =
      portabilityFlaw(entry, this.#platform) ?? (other === undefined ? undefined : isOneWith(other));
    if (flaw !== undefined) this.#giveUp(entry, flaw);
    if (entry.type === 'symlink') this.#links.push(entry);
    else
      this.#make(entry, (path) => {
        this.#fill(entry, path);
      });
  }

  #fill(entry: Entry, path: string): void {
    if (entry.type === 'directory') this.#makeFolder(entry, path);
    else this.#fd = createFile(path, this.#fileMode(entry), this.#mask);
  }

  #makeFolder(entry: Entry, path: string): void {
    const mode = this.#folderMode(entry);
    if (entry.path !== OUTPUTS) mkdirSync(path, mode);
    if (entry.path === OUTPUTS || (mode & this.#mask) !== 0) chmodSync(path, mode);
  }

  #link(entry: Entry): void {
    this.#current = entry.path;
    this.#make(entry, (path) => {
      symlinkSync(entry.target, path);
      const flaw = flawOfLink(path, this.#platform);
      if (flaw !== undefined) this.#giveUp(entry, flaw);
    });
  }

  #make(entry: Entry, make: (path: string) => void): void {
    if (this.#unportable) return;
    const path = this.#pathOf(entry);
    try {
      make(path);
    } catch (cause) {
      const refusal = refusalOf(entry, path, cause);
      if (refusal === undefined) throw cause;
      this.#giveUp(entry, refusal, { cause });
    }
  }

  #giveUp({ path }: Entry, reason: string, options: { cause?: unknown } = {}): void {
    this.#unportable ??= new ArchiveError(path, reason, { ...options, unportable: true });
  }

  /** Nx has to read it. Windows knows no modes but "read-only", which would only be in the way. */
  #fileMode({ mode }: Entry): number {
    return this.#platform === 'win32' ? 0o666 : mode | 0o400;
  }

  /** Without these bits nobody could fill the folder, and only root could remove it. */
  #folderMode({ mode }: Entry): number {
    return this.#platform === 'win32' ? 0o777 : mode | 0o700;
  }

  #pathOf({ path }: Entry): string {
    return `${this.#folder}${path.slice(OUTPUTS.length)}`;
  }
}

function assertTerminalOutput({ path, type, size }: Entry): void {
  if (path !== TERMINAL_OUTPUT || type !== 'file')
    throw new ArchiveError(path, `is where ${TERMINAL_OUTPUT} belongs`);
  if (size > TERMINAL_OUTPUT_LIMIT)
    throw new ArchiveError(path, `is longer than ${TERMINAL_OUTPUT_LIMIT} bytes`);
}
