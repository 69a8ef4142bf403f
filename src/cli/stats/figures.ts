import type { RunRecord } from '../../runs/run-record.js';

const keys = [
  'runs',
  'hits',
  'misses',
  /** hits that Nx did not use: they count as lookups, but not as hits */
  'discarded',
  'stored',
  'faults',
  'bytesIn',
  'bytesOut',
  'waitedMs',
  /** how long the tasks of hits took where they were built, as far as it is known */
  'savedMs',
  /** the hits that `savedMs` includes */
  'knownHits',
] as const;

/** Sums over runs. */
export type Figures = Record<(typeof keys)[number], number>;

export const emptyFigures = () => Object.fromEntries(keys.map((key) => [key, 0])) as Figures;

/** Counts a run by its own sums, which include the artifacts that did not fit into its record. */
export function addRun(figures: Figures, { totals }: RunRecord): void {
  figures.runs++;
  figures.discarded += totals.discarded ?? 0;
  for (const key of ['hits', 'misses', 'stored', 'faults', 'bytesIn', 'bytesOut', 'waitedMs'] as const)
    figures[key] += totals[key];
}

const counted = {
  hit: { count: 'hits', bytes: 'bytesIn' },
  discarded: { count: 'discarded', bytes: 'bytesIn' },
  stored: { count: 'stored', bytes: 'bytesOut' },
  miss: { count: 'misses' },
  fault: { count: 'faults' },
} as const;

/** Counts one artifact. */
export function addArtifact(figures: Figures, artifact: RunRecord['artifacts'][number]): void {
  const { outcome, bytes = 0 } = artifact;
  if (!(outcome in counted)) return;
  const keys: { count: keyof Figures; bytes?: keyof Figures } = counted[outcome as keyof typeof counted];
  figures[keys.count]++;
  if (keys.bytes) figures[keys.bytes] += bytes;
}

type Lookups = Pick<Figures, 'hits' | 'misses' | 'discarded'>;

/** Lookups without a fault. */
export const lookupsOf = ({ hits, misses, discarded }: Lookups): number => hits + misses + discarded;

/** The share of hits among lookups, 0 to 1; undefined without lookups. */
export function hitRate(figures: Lookups): number | undefined {
  const lookups = lookupsOf(figures);
  return lookups > 0 ? figures.hits / lookups : undefined;
}
