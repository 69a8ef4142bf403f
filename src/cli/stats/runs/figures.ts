import type { RunRecord } from '../../../runs/run-record.js';

/** Sums over runs. */
export interface Figures {
  runs: number;
  hits: number;
  misses: number;
  /** hits that Nx did not take: lookups, but no hits */
  discarded: number;
  stored: number;
  faults: number;
  bytesIn: number;
  bytesOut: number;
  waitedMs: number;
  /** what the tasks of hits took where they were built */
  savedMs: number;
  /** hits that `savedMs` knows of: a record tells how long they took to build */
  knownHits: number;
}

type ArtifactRecord = RunRecord['artifacts'][number];

export const emptyFigures = (): Figures => ({
  ...{ runs: 0, hits: 0, misses: 0, discarded: 0, stored: 0, faults: 0 },
  ...{ bytesIn: 0, bytesOut: 0, waitedMs: 0, savedMs: 0, knownHits: 0 },
});

/** Counts a run by its own sums, which also count the artifacts that found no room in the record. */
export function addRun(figures: Figures, { totals }: RunRecord): void {
  figures.runs++;
  figures.discarded += totals.discarded ?? 0;
  for (const key of ['hits', 'misses', 'stored', 'faults', 'bytesIn', 'bytesOut', 'waitedMs'] as const)
    figures[key] += totals[key];
}

/** Counts one artifact. */
export function addArtifact(figures: Figures, { outcome, bytes = 0 }: ArtifactRecord): void {
  if (outcome === 'hit') {
    figures.hits++;
    figures.bytesIn += bytes;
  } else if (outcome === 'discarded') {
    figures.discarded++;
    figures.bytesIn += bytes;
  } else if (outcome === 'stored') {
    figures.stored++;
    figures.bytesOut += bytes;
  } else if (outcome === 'miss') figures.misses++;
  else if (outcome === 'fault') figures.faults++;
}

type Lookups = Pick<Figures, 'hits' | 'misses' | 'discarded'>;

/** Lookups that were answered, with what Nx did not take. */
export const lookupsOf = ({ hits, misses, discarded }: Lookups): number => hits + misses + discarded;

/** Hits among lookups, 0 to 1; undefined without any. */
export function hitRate(figures: Lookups): number | undefined {
  const lookups = lookupsOf(figures);
  return lookups > 0 ? figures.hits / lookups : undefined;
}
