import { chmodSync, closeSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { ArchiveError } from '../errors.js';
import { OUTPUTS, TERMINAL_OUTPUT, TERMINAL_OUTPUT_LIMIT, WHOLE } from './entry.js';
import type { Entry } from './entry.js';
import { EntryNames } from './entry-names.js';
import { codeOf, failure } from './failure.js';
import { foldsCase } from './folds-case.js';
import { assertLinkTarget } from './link-target.js';
import type { TarVisitor } from './tar-reader.js';
import { createFile, writeAll } from './written-file.js';

/** What the metadata of the artifact says about its archive. */
export interface Announced {
  readonly entries: number;
  readonly size: number;
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'meets something: the file system takes two names for one'],
]);

/** Writes entry after entry into a folder that it makes. Paths of errors are those of the archive. */
export class Restore implements TarVisitor {
  readonly #folder: string;
  readonly #announced: Announced;
  readonly #names: EntryNames;
  /** the permission bits that the process may not give when it creates something */
  readonly #mask: number;
  readonly #printed: Buffer[] = [];
  readonly #links: Entry[] = [];
  #entries = 0;
  #current = WHOLE;
  #fd: number | undefined;

  constructor(folder: string, announced: Announced) {
    mkdirSync(folder);
    this.#folder = folder;
    this.#announced = announced;
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
    if (this.#fd === undefined) this.#printed.push(Buffer.from(bytes));
    else writeAll(this.#fd, bytes);
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

  /** Returns what the task printed. */
  finish(): string {
    if (this.#entries !== this.#announced.entries)
      throw new ArchiveError(WHOLE, 'has fewer entries than announced');
    // Last, so that no link is there while files are written, and Windows sees what it points to.
    for (const link of this.#links) this.#link(link);
    return Buffer.concat(this.#printed).toString();
  }

  /** An error of the system, as one about the entry at work. */
  failure(cause: unknown): ArchiveError {
    const refusal = REFUSALS.get(codeOf(cause));
    if (refusal !== undefined) return new ArchiveError(this.#current, refusal, { cause });
    return failure(this.#current, 'could not be written', cause);
  }

  #count(entry: Entry): void {
    this.#entries += 1;
    if (!(this.#entries <= this.#announced.entries))
      throw new ArchiveError(entry.path, 'is one entry more than announced');
  }

  #create(entry: Entry): void {
    this.#names.admit(entry);
    if (entry.type === 'file') this.#fd = createFile(this.#pathOf(entry), fileMode(entry), this.#mask);
    else if (entry.type === 'directory') this.#makeFolder(entry);
    else this.#planLink(entry);
  }

  #makeFolder(entry: Entry): void {
    const path = this.#pathOf(entry);
    const mode = folderMode(entry);
    if (entry.path !== OUTPUTS) mkdirSync(path, mode);
    if (entry.path === OUTPUTS || (mode & this.#mask) !== 0) chmodSync(path, mode);
  }

  #planLink(entry: Entry): void {
    assertLinkTarget(entry);
    this.#links.push(entry);
  }

  #link(entry: Entry): void {
    this.#current = entry.path;
    symlinkSync(entry.target, this.#pathOf(entry));
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

/** Nx has to read it. Windows knows no modes but "read-only", which would only be in the way. */
function fileMode({ mode }: Entry): number {
  return process.platform === 'win32' ? 0o666 : mode | 0o400;
}

/** Without these bits nobody could fill the folder, and only root could remove it. */
function folderMode({ mode }: Entry): number {
  return process.platform === 'win32' ? 0o777 : mode | 0o700;
}
