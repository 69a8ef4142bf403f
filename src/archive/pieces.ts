/** Archives travel in pieces of this size: large enough for one call to be cheap, small enough to hold many. */
export const PIECE_SIZE = 1024 * 1024;

/** Cuts `size` bytes, which come in any portions, into pieces; each one is a buffer of its own. */
export class Pieces {
  #left: number;
  #piece: Buffer;
  #used = 0;

  constructor(size: number) {
    this.#left = size;
    this.#piece = this.#next();
  }

  /** Room to write into; say how much was used with `advance`. */
  get room(): Buffer {
    return this.#piece.subarray(this.#used);
  }

  /** Takes `count` bytes of the room as written, and hands out the piece when it is full. */
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
    const length = Math.min(PIECE_SIZE, this.#left);
    this.#left -= length;
    this.#used = 0;
    return Buffer.allocUnsafeSlow(length);
  }
}
