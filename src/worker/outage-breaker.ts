const tolerated = 3;
const pause = 30_000;

/** After 3 outages in a row the service is left alone for 30 s; then one request at a time probes it. */
export class OutageBreaker {
  #outages = 0;
  #closedUntil = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether a request may be sent now; in the pause's stead the one that is let through is the probe. */
  allows(): boolean {
    if (this.#outages < tolerated) return true;
    if (this.#now() < this.#closedUntil) return false;
    this.#closedUntil = this.#now() + pause;
    return true;
  }

  succeeded(): void {
    this.#outages = 0;
  }

  failed(): void {
    this.#outages++;
    this.#closedUntil = this.#now() + pause;
  }
}
