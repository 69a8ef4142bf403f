import { codeOf } from './failure.js';

/** Carries out a file call, again where that may help. Blocks the thread meanwhile. */
export type Patience = <T>(call: () => T) => T;

/**
 * What Windows says while another program, mostly a virus scanner, has the file open: a folder is not empty for as long
 * as a removed file in it is.
 */
const HELD = new Set(['EACCES', 'EBUSY', 'ENOTEMPTY', 'EPERM']);
/** ms */
const LIMIT = 2000;
const FIRST_PAUSE = 10;

/** Once. */
export const impatient: Patience = (call) => call();

/**
 * Tries again on Windows until the file is free, for 2 s in all: what never becomes free costs a run that
 * much once, and a call that succeeds after all gives the time back.
 */
export function createPatience(platform = process.platform, sleep: (ms: number) => void = block): Patience {
  if (platform !== 'win32') return impatient;
  let left = LIMIT;
  return (call) => {
    const before = left;
    for (let pause = FIRST_PAUSE; ; pause *= 2) {
      try {
        const result = call();
        left = before;
        return result;
      } catch (cause) {
        if (left === 0 || !HELD.has(codeOf(cause))) throw cause;
      }
      const time = Math.min(pause, left);
      left -= time;
      sleep(time);
    }
  };
}

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
