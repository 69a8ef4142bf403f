import { createHash } from 'node:crypto';

/** Passes chunks on and digests them on the way. */
export class Digest {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  async *through(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  /** bytes that have passed */
  get bytes(): number {
    return this.#bytes;
  }

  /** The digest of all that has passed, hex; once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}
