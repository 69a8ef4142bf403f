import {
  chmodSync,
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from 'node:fs';

import { ArchiveError } from '../../errors.js';
import { assertLinkTarget } from '../entry-path.js';
import { outputsName, terminalOutputLimit, terminalOutputName, type Entry } from '../entry.js';
import { failure, wholeArchive } from '../failure.js';
import { EntryNames, foldsCase } from './entry-names.js';
import { flawOfLink, portabilityFlaw, refusalOf, sameNameAs } from './portability.js';
import type { TarVisitor } from './tar-reader.js';

/** The size of an archive by the metadata of its artifact. */
export interface DeclaredSize {
  readonly entries: number;
  /** bytes of the tar */
  readonly size: number;
}

/**
 * Writes entry after entry into a folder that it creates. Errors name the paths of the archive.
 *
 * From the first entry on that this system cannot hold, the rest of the archive is only checked: damage and attacks are
 * never mistaken for an artifact that is merely not portable.
 */
export class Extractor implements TarVisitor {
  readonly #folder: string;
  readonly #declared: DeclaredSize;
  readonly #platform: NodeJS.Platform;
  readonly #names: EntryNames;
  /** the permission bits that the process may not give when it creates a file */
  readonly #mask: number;
  readonly #printed: Buffer[] = [];
  readonly #links: Entry[] = [];
  #entries = 0;
  #current = wholeArchive;
  #fd: number | undefined;
  #unportable: ArchiveError | undefined;

  constructor(folder: string, declared: DeclaredSize, platform: NodeJS.Platform = process.platform) {
    mkdirSync(folder);
    this.#folder = folder;
    this.#declared = declared;
    this.#platform = platform;
    this.#names = new EntryNames(foldsCase(folder));
    this.#mask = ~lstatSync(folder).mode & 0o777;
  }

  entry(entry: Entry): void {
    this.#current = entry.path;
    this.#entries += 1;
    if (!(this.#entries <= this.#declared.entries))
      throw new ArchiveError(entry.path, 'is one entry more than declared');
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

  /** Closes the file that an error left open. */
  close(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    closeSync(fd);
  }

  /** Returns what the task printed. Throws if this system cannot hold an entry, now that the rest is known to be right. */
  finish(): string {
    if (this.#entries !== this.#declared.entries)
      throw new ArchiveError(wholeArchive, 'has fewer entries than declared');
    // Last, so that no link exists while files are written, and Windows sees the target.
    for (const link of this.#links) this.#link(link);
    if (this.#unportable) throw this.#unportable;
    return Buffer.concat(this.#printed).toString();
  }

  /** An error of the system, as one about the current entry. */
  failure(cause: unknown): ArchiveError {
    return failure(this.#current, 'could not be written', cause);
  }

  #create(entry: Entry): void {
    const other = this.#names.admit(entry);
    if (entry.type === 'symlink') assertLinkTarget(entry);
    const flaw =
      portabilityFlaw(entry, this.#platform) ?? (other === undefined ? undefined : sameNameAs(other));
    if (flaw !== undefined) this.#giveUp(entry, flaw);
    if (entry.type === 'symlink') this.#links.push(entry);
    else
      this.#make(entry, (path) => {
        if (entry.type === 'directory') this.#makeFolder(entry, path);
        else this.#fd = createFile(path, this.#fileMode(entry), this.#mask);
      });
  }

  #makeFolder(entry: Entry, path: string): void {
    const mode = this.#folderMode(entry);
    if (entry.path !== outputsName) mkdirSync(path, mode);
    if (entry.path === outputsName || (mode & this.#mask) !== 0) chmodSync(path, mode);
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
    const path = `${this.#folder}${entry.path.slice(outputsName.length)}`;
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

  /** Nx must be able to read the file. Windows has no mode but "read-only", which would only be in the way. */
  #fileMode({ mode }: Entry): number {
    return this.#platform === 'win32' ? 0o666 : mode | 0o400;
  }

  /** Without these bits no file could be put into the folder, and only root could remove it. */
  #folderMode({ mode }: Entry): number {
    return this.#platform === 'win32' ? 0o777 : mode | 0o700;
  }
}

function assertTerminalOutput({ path, type, size }: Entry): void {
  if (path !== terminalOutputName || type !== 'file')
    throw new ArchiveError(path, `is the first entry instead of ${terminalOutputName}`);
  if (size > terminalOutputLimit) throw new ArchiveError(path, `is longer than ${terminalOutputLimit} bytes`);
}

/** Creates a file that must not exist yet, and returns its descriptor. */
function createFile(path: string, mode: number, mask: number): number {
  const fd = openSync(path, 'wx', mode);
  try {
    if ((mode & mask) !== 0) fchmodSync(fd, mode);
    return fd;
  } catch (cause) {
    closeSync(fd);
    throw cause;
  }
}

/** A single call may write less than it was given. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
}
