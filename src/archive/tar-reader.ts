import { ArchiveError } from '../errors.js';
import { WHOLE } from './entry.js';
import type { Entry } from './entry.js';
import { decodeHeader } from './decode-header.js';
import type { Header } from './decode-header.js';
import { decodeLongNames } from './pax.js';
import type { LongNames } from './pax.js';
import { BLOCK_SIZE, padding } from './tar-header.js';

/** What a `TarReader` finds, in the order of the archive. */
export interface TarVisitor {
  entry(entry: Entry): void;
  /** content of the last entry, not valid afterwards; called until all of it was there, not at all for none */
  content(bytes: Buffer): void;
  /** all of the last entry was there */
  complete(): void;
}

const EMPTY_BLOCK = Buffer.alloc(BLOCK_SIZE);

/** Reads a tar that arrives in chunks of any size. It knows the format; what an archive may hold is the visitor's. */
export class TarReader {
  readonly #visitor: TarVisitor;
  readonly #block = Buffer.alloc(BLOCK_SIZE);
  #filled = 0;
  #left = 0;
  #padding = 0;
  #emptyBlocks = 0;
  #pax: Buffer[] | undefined;
  #names: LongNames | undefined;

  constructor(visitor: TarVisitor) {
    this.#visitor = visitor;
  }

  push(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(this.#consume(rest));
  }

  /** Throws unless the archive was there to its end. */
  end(): void {
    if (this.#emptyBlocks < 2 || this.#filled > 0) throw new ArchiveError(WHOLE, 'is cut off');
  }

  /** How many of the bytes were used, at least one. */
  #consume(bytes: Buffer): number {
    if (this.#left > 0) return this.#readContent(bytes.subarray(0, this.#left));
    if (this.#padding > 0) return this.#skipPadding(bytes);
    return this.#readBlock(bytes.subarray(0, BLOCK_SIZE - this.#filled));
  }

  #readContent(bytes: Buffer): number {
    this.#left -= bytes.length;
    if (this.#pax) this.#pax.push(Buffer.from(bytes));
    else this.#visitor.content(bytes);
    if (this.#left === 0) this.#finish();
    return bytes.length;
  }

  #skipPadding(bytes: Buffer): number {
    const count = Math.min(this.#padding, bytes.length);
    this.#padding -= count;
    return count;
  }

  #readBlock(bytes: Buffer): number {
    this.#filled += bytes.copy(this.#block, this.#filled);
    if (this.#filled === BLOCK_SIZE) {
      this.#filled = 0;
      this.#readHeader();
    }
    return bytes.length;
  }

  #readHeader(): void {
    if (this.#block.equals(EMPTY_BLOCK)) this.#endBlock();
    else if (this.#emptyBlocks > 0) throw new ArchiveError(WHOLE, 'goes on behind its end');
    else this.#start(decodeHeader(this.#block));
  }

  #endBlock(): void {
    if (this.#names) throw new ArchiveError(WHOLE, 'has a PAX header without an entry');
    this.#emptyBlocks += 1;
  }

  #start(header: Header): void {
    this.#left = header.size;
    this.#padding = padding(header.size);
    if (header.type === 'pax-header') this.#startPax();
    else this.#visitor.entry(this.#named(header, header.type));
    if (this.#left === 0) this.#finish();
  }

  #startPax(): void {
    if (this.#names) throw new ArchiveError(WHOLE, 'has two PAX headers for one entry');
    this.#pax = [];
  }

  #named({ path, mode, size, target }: Header, type: Entry['type']): Entry {
    const names = this.#names;
    this.#names = undefined;
    const name = names?.path ?? path;
    return {
      type,
      path: type === 'directory' ? name.replace(/\/$/, '') : name,
      mode,
      size,
      target: type === 'symlink' ? (names?.linkpath ?? target) : '',
    };
  }

  #finish(): void {
    if (!this.#pax) {
      this.#visitor.complete();
      return;
    }
    this.#names = decodeLongNames(Buffer.concat(this.#pax));
    this.#pax = undefined;
  }
}
