import { formatBytes, formatDuration, plural } from '../format.js';
import type { Tally } from './tally.js';

/** Warnings for one kind of fault; further ones are only counted. */
const messagesPerKind = 3;

/** The warnings and the summary of a run, line by line; empty if the remote cache was not used. */
export function summarize(tally: Tally, waited: number): string[] {
  const lines = [...warnings(tally)];
  if (isUsed(tally)) lines.push(totals(tally, waited));
  return lines;
}

function* warnings({ faults, messages }: Tally): Generator<string> {
  const shown = new Map<string, number>();
  for (const { kind, message, expected } of messages.values()) {
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    if (kind !== 'unportable') {
      if (count <= messagesPerKind) yield `${expected ? '' : 'warning: '}${message}`;
    } else if (count === 1) yield `warning: ${adviseOnUnportable(message, faults.get(kind) ?? 1)}`;
  }
}

/** The same in each run, so one line is enough. */
const adviseOnUnportable = (example: string, count: number) =>
  `${plural(count, 'artifact was', 'artifacts were')} not restored: ${example}; ` +
  'change these outputs so that every system can hold them, or such tasks run here each time';

/** False for a run that only found that it has no credential: it has printed that, and has nothing to sum up. */
export function isUsed(tally: Tally): boolean {
  const { hits, misses, discarded, stored, present, messages } = tally;
  return (
    hits + misses + discarded + stored + present > 0 ||
    [...messages.values()].some(({ expected }) => !expected)
  );
}

function totals(tally: Tally, waited: number): string {
  const { hits, misses, discarded, stored, present, skipped, received, sent } = tally;
  return [
    `${plural(hits, 'hit')}${inBytes(hits, received)}`,
    plural(misses, 'miss', 'misses'),
    ...(discarded > 0 ? [`${discarded} not taken by Nx`] : []),
    `${stored} stored${inBytes(stored, sent)}`,
    ...(present > 0 ? [`${present} already there`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    `waited ${formatDuration(waited)}`,
    ...faults(tally),
  ].join(', ');
}

const inBytes = (count: number, bytes: number) => (count > 0 ? ` (${formatBytes(bytes)})` : '');

function faults({ faults }: Tally): string[] {
  if (faults.size === 0) return [];
  const kinds = [...faults].map(([kind, count]) => `${count} ${kind}`);
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  return [`${plural(total, 'fault')} (${kinds.join(', ')})`];
}
