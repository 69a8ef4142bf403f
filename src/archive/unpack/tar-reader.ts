import { ArchiveError } from '../../errors.js';
import type { Entry } from '../entry.js';
import { wholeArchive } from '../failure.js';
import {
  blockSize,
  decodeHeader,
  decodeLongNames,
  padding,
  type Header,
  type LongNames,
} from '../tar-header.js';

/** Receives what a `TarReader` finds, in the order of the archive. */
export interface TarVisitor {
  entry(entry: Entry): void;
  /** a part of the content of the last entry, valid during the call; not called for an empty entry */
  content(bytes: Buffer): void;
  /** the last entry has been read to its end */
  complete(): void;
}

const emptyBlock = Buffer.alloc(blockSize);

/** Reads a tar that arrives in chunks of any size. It knows the format; the visitor decides what an archive may contain. */
export class TarReader {
  readonly #visitor: TarVisitor;
  readonly #block = Buffer.alloc(blockSize);
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

  /** Throws unless the archive has been read to its end. */
  end(): void {
    if (this.#emptyBlocks < 2 || this.#filled > 0) throw new ArchiveError(wholeArchive, 'is cut off');
  }

  /** Returns how many of the bytes it has used, at least one. */
  #consume(bytes: Buffer): number {
    if (this.#left > 0) return this.#readContent(bytes.subarray(0, this.#left));
    if (this.#padding > 0) return this.#skipPadding(bytes);
    return this.#readBlock(bytes.subarray(0, blockSize - this.#filled));
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
    if (this.#filled === blockSize) {
      this.#filled = 0;
      this.#readHeader();
    }
    return bytes.length;
  }

  #readHeader(): void {
    if (this.#block.equals(emptyBlock)) this.#endBlock();
    else if (this.#emptyBlocks > 0) throw new ArchiveError(wholeArchive, 'continues after its end');
    else this.#start(decodeHeader(this.#block));
  }

  #endBlock(): void {
    if (this.#names) throw new ArchiveError(wholeArchive, 'has a PAX header without an entry');
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
    if (this.#names) throw new ArchiveError(wholeArchive, 'has two PAX headers for one entry');
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
