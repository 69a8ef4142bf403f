const tolerated = 2;
const pause = 30_000;

/** After 2 outages in a row the service is left alone; every 30 s one probe may ask whether it is back. */
export class OutageBreaker {
  #outages = 0;
  #successes = 0;
  #probeFrom = 0;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get open(): boolean {
    return this.#outages >= tolerated;
  }

  /** Grows with every success; see `failed`. */
  get successes(): number {
    return this.#successes;
  }

  /** Whether the caller is to ask now, and nobody else until the next pause is over. */
  takeProbe(): boolean {
    if (!this.open || this.#now() < this.#probeFrom) return false;
    this.#probeFrom = this.#now() + pause;
    return true;
  }

  succeeded(): void {
    this.#outages = 0;
    this.#successes++;
  }

  /**
   * @param seen `successes` when the request began: if others came through since, its failure says nothing of the
   *   service. Of many requests sent at once the hanging ones end last, and together.
   */
  failed(seen: number): void {
    if (seen !== this.#successes) return;
    this.#outages++;
    this.#probeFrom = this.#now() + pause;
    if (this.#outages === tolerated) for (const listener of this.#listeners) listener();
  }

  /**
   * Calls back when the service is given up.
   *
   * @returns what ends that
   */
  onOpen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
