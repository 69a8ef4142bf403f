import { codeOf } from './failure.js';

/** Carries out a file operation, several times where that may help. Blocks the thread meanwhile. */
export type Patience = <T>(call: () => T) => T;

/**
 * Errors of Windows while another program, mostly a virus scanner, has the file open: a folder is not empty for as long as a
 * removed file in it is open.
 */
const heldErrors = new Set(['EACCES', 'EBUSY', 'ENOTEMPTY', 'EPERM']);
/** ms */
const limit = 2000;
const firstPause = 10;

/** Once. */
export const impatient: Patience = (call) => call();

/**
 * Repeats an operation on Windows until the file is free, for 2 s in all: a file that never becomes free costs a run this
 * time once, and an operation that succeeds after all gives the time back.
 */
export function createPatience(platform = process.platform, sleep: (ms: number) => void = block): Patience {
  if (platform !== 'win32') return impatient;
  let left = limit;
  return (call) => {
    const before = left;
    for (let pause = firstPause; ; pause *= 2) {
      try {
        const result = call();
        left = before;
        return result;
      } catch (cause) {
        if (left === 0 || !heldErrors.has(codeOf(cause))) throw cause;
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
