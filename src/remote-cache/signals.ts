import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether a process ends because it was told to, by its exit code (Nx: 128 + the signal's number). */
export function wasInterrupted(exitCode: number): boolean {
  return signals.some((signal) => exitCode === 128 + constants.signals[signal]);
}

/**
 * Gives the signals back to the system, so that Ctrl-C ends the process at once: while the thread is blocked, no
 * handler could run.
 */
export function releaseSignals(): void {
  for (const signal of signals) process.removeAllListeners(signal);
}
