import type { RunRecord } from '../../../runs/run-record.js';

/** Sums over runs. */
export interface Figures {
  runs: number;
  hits: number;
  misses: number;
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
  ...{ runs: 0, hits: 0, misses: 0, stored: 0, faults: 0 },
  ...{ bytesIn: 0, bytesOut: 0, waitedMs: 0, savedMs: 0, knownHits: 0 },
});

/** Counts a run by its own sums, which also count the artifacts that found no room in the record. */
export function addRun(figures: Figures, { totals }: RunRecord): void {
  figures.runs++;
  for (const key of ['hits', 'misses', 'stored', 'faults', 'bytesIn', 'bytesOut', 'waitedMs'] as const)
    figures[key] += totals[key];
}

/** Counts one artifact. */
export function addArtifact(figures: Figures, { outcome, bytes = 0 }: ArtifactRecord): void {
  if (outcome === 'hit') {
    figures.hits++;
    figures.bytesIn += bytes;
  } else if (outcome === 'stored') {
    figures.stored++;
    figures.bytesOut += bytes;
  } else if (outcome === 'miss') figures.misses++;
  else if (outcome === 'fault') figures.faults++;
}

/** Hits among lookups, 0 to 1; undefined without any. */
export function hitRate({ hits, misses }: Pick<Figures, 'hits' | 'misses'>): number | undefined {
  return hits + misses > 0 ? hits / (hits + misses) : undefined;
}
