import { formatBytes, formatDuration } from '../../format.js';
import type { Sink } from '../host.js';
import type { BlobCount } from '../shared/blobs.js';
import { countOf, formatCount } from '../shared/numbers.js';
import { printable } from '../shared/terminal.js';
import type { Done } from './delete-all.js';
import type { PrunePlan } from './plan-prune.js';

/** What was deleted in the end. */
export interface Result extends Done {
  readonly interrupted: boolean;
  readonly ms: number;
}

/** What would be deleted. */
export function printPlan({ toDelete, kept, records }: PrunePlan): string {
  const rest = `${describe(kept)} ${kept.count === 1 ? 'stays' : 'stay'}.\n`;
  if (toDelete.count === 0) return `Nothing to delete: ${rest}`;
  const ofRuns = records > 0 ? `, including ${countOf(records, 'run record')}` : '';
  return `To be deleted: ${describe(toDelete)}${ofRuns}. ${rest}`;
}

/** What was deleted, and what was not. */
export function printResult({ toDelete }: PrunePlan, result: Result): string {
  const { deleted, changed, protected: kept, refused, ms } = result;
  const time = [formatDuration(ms), ...formatRate(deleted.count, ms)].join(', ');
  const others = [
    [changed, 'already deleted or replaced by others'],
    [kept, 'protected by a lease, an immutability policy, a legal hold or snapshots'],
    [refused, `could not be deleted: ${printRefusals(result)}`],
  ] as const;
  return [
    `Deleted ${describe(deleted)} of ${formatCount(toDelete.count)} in ${time}.\n`,
    ...others
      .filter(([{ count }]) => count > 0)
      .map(([{ count }, what]) => `${formatCount(count)} ${what}.\n`),
  ].join('');
}

/** `v1/shared/1 (SomeCode), v1/shared/2 (SomeCode) and 12 more`; names of blobs are attacker-controlled. */
function printRefusals({ refused, refusals }: Done): string {
  const names = refusals.map(({ name, code }) => `${printable(name)} (${code})`).join(', ');
  const others = refused.count - refusals.length;
  return others > 0 ? `${names} and ${formatCount(others)} more` : names;
}

/** `1,234 blobs (312.0 MB)` */
const describe = ({ count, bytes }: BlobCount) => `${countOf(count, 'blob')} (${formatBytes(bytes)})`;

/** The progress of a deletion on the standard error: in a terminal one line that changes, else a line every 10 s. */
export interface Progress {
  readonly show: (done: Done) => void;
  readonly end: () => void;
  /** since the start */
  readonly ms: () => number;
}

const intervals = { terminal: 200, log: 10_000 };

export function createProgress(total: number, err: Sink, now: () => number): Progress {
  const started = now();
  const inTerminal = err.width !== undefined;
  let shown = inTerminal ? -Infinity : started;
  let width = 0;
  return {
    show: ({ deleted }) => {
      if (now() - shown < (inTerminal ? intervals.terminal : intervals.log)) return;
      shown = now();
      const done = `${formatCount(deleted.count)} of ${formatCount(total)} deleted, ${formatBytes(deleted.bytes)}`;
      const line = [done, ...formatRate(deleted.count, shown - started)].join(', ');
      err.write(inTerminal ? `\r${line.padEnd(width)}` : `${line}\n`);
      width = line.length;
    },
    end: () => {
      if (inTerminal && width > 0) err.write(`\r${' '.repeat(width)}\r`);
    },
    ms: () => now() - started,
  };
}

/** `2,900/min`; empty in the first second */
const formatRate = (count: number, ms: number): string[] =>
  ms < 1_000 ? [] : [`${formatCount(Math.round((count * 60_000) / ms))}/min`];
