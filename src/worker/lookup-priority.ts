import { setTimeout } from 'node:timers/promises';

/** Milliseconds after the end of a task in which Nx looks up the tasks that have become ready. */
const settling = 15;
/** Milliseconds that an upload is held back at most. */
const patience = 250;
const step = 5;

export interface Clock {
  /** ms */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const realClock: Clock = { now: () => performance.now(), sleep: setTimeout };

/**
 * Holds uploads back while lookups are under way: packing blocks the thread, and Nx starts no task while one of its
 * lookups is unanswered (`executeCoordinatorLoop` of Nx 24), whereas no task waits for an upload.
 */
export class LookupPriority {
  readonly #clock: Clock;
  #lookups = 0;
  #busyAt = 0;

  constructor(clock = realClock) {
    this.#clock = clock;
  }

  async duringLookup<T>(lookup: () => Promise<T>): Promise<T> {
    this.#lookups++;
    try {
      return await lookup();
    } finally {
      this.#lookups--;
      this.#busyAt = this.#clock.now();
    }
  }

  /**
   * Resolves when no lookup is under way, after a quarter of a second at the latest. A call counts as busy itself: Nx
   * stores when a task has ended, and then looks up others.
   */
  async whenIdle(): Promise<void> {
    const { now, sleep } = this.#clock;
    const asked = now();
    this.#busyAt = asked;
    while (this.#isBusy() && now() - asked < patience) await sleep(step);
  }

  #isBusy(): boolean {
    return this.#lookups > 0 || this.#clock.now() - this.#busyAt < settling;
  }
}
