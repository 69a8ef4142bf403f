import { formatBytes } from '../../format.js';
import type { Sink } from '../host.js';
import { formatCount } from '../print/numbers.js';
import type { Done } from './sweep.js';

/** How far a sweep is, on the standard error: one line that changes in a terminal, else one every 10 s. */
export interface Progress {
  readonly show: (done: Done) => void;
  readonly end: () => void;
  /** since the beginning */
  readonly ms: () => number;
}

const pauses = { terminal: 200, log: 10_000 };

export function createProgress(total: number, err: Sink, now: () => number): Progress {
  const started = now();
  const inTerminal = err.width !== undefined;
  let shown = inTerminal ? -Infinity : started;
  let width = 0;
  return {
    show: (done) => {
      if (now() - shown < (inTerminal ? pauses.terminal : pauses.log)) return;
      shown = now();
      const line = printProgress(done, total, shown - started);
      err.write(inTerminal ? `\r${line.padEnd(width)}` : `${line}\n`);
      width = line.length;
    },
    end: () => {
      if (inTerminal && width > 0) err.write(`\r${' '.repeat(width)}\r`);
    },
    ms: () => now() - started,
  };
}

/** `1,234 of 20,000 deleted, 312.0 MB, 2,900/min` */
function printProgress({ deleted }: Done, total: number, ms: number): string {
  const done = `${formatCount(deleted.count)} of ${formatCount(total)} deleted, ${formatBytes(deleted.bytes)}`;
  return [done, ...printRate(deleted.count, ms)].join(', ');
}

/** `2,900/min`; of the first second nothing can be told. */
export const printRate = (count: number, ms: number): string[] =>
  ms < 1_000 ? [] : [`${formatCount(Math.round((count * 60_000) / ms))}/min`];
