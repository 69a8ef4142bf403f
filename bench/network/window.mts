import type { Network } from './profiles.mjs';

/** RFC 6928: ten segments. */
const initial = 10 * 1460;
/** RFC 5681, 4.1: a connection that was idle for a retransmission timeout starts again; Linux' least timeout. */
const idleTimeout = 200;

/** The congestion window of one direction of a connection, in slow start: every acknowledged byte adds one. */
export class Window {
  readonly #largest: number;
  #size = initial;
  #inFlight = 0;
  #lastSent = 0;

  /** Twice the capacity of the link is enough to fill it; more would only queue. */
  constructor({ rtt, rate }: Network) {
    this.#largest = Math.max(2 * rtt * rate, initial);
  }

  /** How many bytes may leave now. */
  get free(): number {
    if (this.#inFlight === 0 && performance.now() - this.#lastSent > idleTimeout) this.#size = initial;
    return this.#size - this.#inFlight;
  }

  sent(bytes: number): void {
    this.#inFlight += bytes;
    this.#lastSent = performance.now();
  }

  acknowledged(bytes: number): void {
    this.#inFlight -= bytes;
    this.#size = Math.min(this.#size + bytes, this.#largest);
  }
}
