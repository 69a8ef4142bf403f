import { setTimeout } from 'node:timers/promises';

/** Milliseconds after the end of a task in which Nx looks up those that have become ready. */
const settling = 15;
/** Milliseconds that an upload is held back at most. */
const patience = 250;
const step = 5;

/**
 * Holds uploads back while lookups are under way: packing blocks the thread, and Nx starts no task while one of its
 * lookups is unanswered (`executeCoordinatorLoop` of Nx 24), whereas nobody waits for an upload.
 */
export class Lull {
  #lookUps = 0;
  #disturbed = 0;

  async disturb<T>(lookUp: () => Promise<T>): Promise<T> {
    this.#lookUps++;
    try {
      return await lookUp();
    } finally {
      this.#lookUps--;
      this.#disturbed = performance.now();
    }
  }

  /** Resolves in the next lull, after a quarter of a second at the latest. Being asked for announces lookups. */
  async come(): Promise<void> {
    const asked = performance.now();
    this.#disturbed = asked;
    while (this.#isDisturbed() && performance.now() - asked < patience) await setTimeout(step);
  }

  #isDisturbed(): boolean {
    return this.#lookUps > 0 || performance.now() - this.#disturbed < settling;
  }
}
