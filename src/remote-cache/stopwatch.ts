/** Adds up the time in which at least one thing was under way, ms. */
export class Stopwatch {
  #underWay = 0;
  #since = 0;
  #total = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {
    if (this.#underWay++ === 0) this.#since = this.#now();
  }

  stop(): void {
    if (--this.#underWay === 0) this.#total += this.#now() - this.#since;
  }

  get total(): number {
    return this.#underWay > 0 ? this.#total + this.#now() - this.#since : this.#total;
  }
}
