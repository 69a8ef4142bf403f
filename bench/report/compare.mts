import { groupBy } from './group-by.mjs';
import type { Row, Sample } from '../results.mjs';
import { spreadOf, type Spread } from './statistics.mjs';

/** One subject in one place and phase, over all rounds. */
export interface Comparison {
  /** e.g. `W1, 300 ms tasks, region, lean` */
  readonly place: string;
  readonly section: string;
  readonly phase: Row['phase'];
  readonly subject: string;
  readonly family: string;
  readonly isLimit: boolean;
  readonly tasks: number;
  readonly ms: Spread;
  /** of the limit of the same round */
  readonly ratio: Spread;
  /** the same without the drain at the end */
  readonly doneRatio: Spread;
  /** milliseconds over the limit of the same round */
  readonly added: Spread;
  /** processor seconds over the limit of the same round */
  readonly addedCpu: Spread;
  readonly cpuSeconds: Spread;
  readonly peakBytes: Spread;
  readonly requests: Spread | undefined;
  readonly wireBytes: Spread | undefined;
  readonly azStarts: Spread | undefined;
  readonly waitedMs: Spread | undefined;
}

/** Every subject against the limit of its family, round by round: a disturbance of the machine affects both. */
export function compare(rows: readonly Row[]): Comparison[] {
  const groups = groupBy(rows, ({ phase, subject, ...row }) =>
    [row.section, placeOf(row), phase, subject].join('\n'),
  );
  return [...groups.values()].flatMap((group) => comparisonOf(group, rows) ?? []);
}

const placeOf = ({ work, seconds, network, storage }: Omit<Row, keyof Sample | 'phase' | 'subject'>) =>
  `${work}, ${seconds * 1000} ms tasks, ${network}, ${storage}`;

function comparisonOf(group: readonly Row[], rows: readonly Row[]): Comparison | undefined {
  const [first] = group;
  if (!first) return undefined;
  const pairs = group.flatMap((row) => {
    const limit = rows.find((other) => isLimitOf(row, other));
    return limit ? [{ row, limit }] : [];
  });
  const against = (figure: (row: Row, limit: Row) => number) =>
    spreadOf(pairs.map(({ row, limit }) => figure(row, limit)));
  const ratio = against((row, limit) => row.ms / limit.ms);
  const doneRatio = against((row, limit) => row.doneMs / limit.doneMs);
  const added = against((row, limit) => row.ms - limit.ms);
  const addedCpu = against((row, limit) => row.cpuSeconds - limit.cpuSeconds);
  const own = ownFigures(group);
  if (!ratio || !doneRatio || !added || !addedCpu || !own) return undefined;
  const { phase, subject, family, isLimit, section, tasks } = first;
  return {
    place: placeOf(first),
    phase,
    subject,
    family,
    isLimit,
    section,
    tasks,
    ratio,
    doneRatio,
    added,
    addedCpu,
    ...own,
  };
}

function isLimitOf(row: Row, other: Row): boolean {
  const same = [
    'section',
    'work',
    'seconds',
    'network',
    'storage',
    'family',
    'phase',
    'round',
    'repeat',
  ] as const;
  return other.isLimit && same.every((key) => row[key] === other[key]);
}

function ownFigures(group: readonly Row[]) {
  const [ms, cpuSeconds, peakBytes] = (['ms', 'cpuSeconds', 'peakBytes'] as const).map((key) =>
    spreadOf(group.map((row) => row[key])),
  );
  const some = (key: 'requests' | 'wireBytes' | 'azStarts' | 'waitedMs') =>
    spreadOf(group.flatMap((row) => row[key] ?? []));
  const [requests, wireBytes] = [some('requests'), some('wireBytes')];
  const [azStarts, waitedMs] = [some('azStarts'), some('waitedMs')];
  return ms && cpuSeconds && peakBytes
    ? { ms, cpuSeconds, peakBytes, requests, wireBytes, azStarts, waitedMs }
    : undefined;
}
