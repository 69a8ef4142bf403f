/** One direction of the link that all connections share: bytes leave it one after the other, at its rate. */
export class Link {
  readonly #rate: number;
  #freeAt = 0;
  #bytes = 0;

  /** @param rate bytes a millisecond */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** When these bytes, handed over now, have left it; on the clock of `performance.now()`. */
  send(bytes: number): number {
    this.#bytes += bytes;
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + bytes / this.#rate;
    return this.#freeAt;
  }

  get bytes(): number {
    return this.#bytes;
  }
}
