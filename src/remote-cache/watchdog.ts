import type { Activity } from '../worker/activity.js';

const checkEvery = 5_000;
/** Longer than any wait of the worker thread's own, so that this fires only when the thread itself is stuck. */
const silenceLimit = 30_000;

/** Barks when nothing at all has moved for half a minute although somebody waits. */
export class Watchdog {
  readonly #activity: Activity;
  readonly #bark: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(activity: Activity, bark: () => void) {
    this.#activity = activity;
    this.#bark = bark;
  }

  /** Starts or ends the watch; told again, it goes on as it was. */
  watch(waiting: boolean): void {
    if (waiting) this.#timer ??= this.#start();
    else this.#stop();
  }

  #start(): NodeJS.Timeout {
    let pulse = this.#activity.pulse;
    let silentChecks = 0;
    return setInterval(() => {
      silentChecks = this.#activity.pulse === pulse ? silentChecks + 1 : 0;
      pulse = this.#activity.pulse;
      if (silentChecks * checkEvery >= silenceLimit) this.#bark();
    }, checkEvery).unref();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
