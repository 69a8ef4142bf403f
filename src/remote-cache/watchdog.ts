import type { Activity } from '../worker/activity.js';

const checkEvery = 5_000;
/** Longer than any wait of the worker thread's own, so that this fires only when the thread itself is stuck. */
const silenceLimit = 30_000;

/** Calls back when nothing has moved for half a minute although the run waits. */
export class Watchdog {
  readonly #activity: Activity;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(activity: Activity, onSilence: () => void) {
    this.#activity = activity;
    this.#onSilence = onSilence;
  }

  /** Starts or ends the watch; a repeated call changes nothing. */
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
      if (silentChecks * checkEvery >= silenceLimit) this.#onSilence();
    }, checkEvery).unref();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
