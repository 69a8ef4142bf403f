import type { RunRecord } from '../../../runs/run-record.js';

/**
 * How long each artifact took to build, by its hash, ms. Of several builds the fastest counts, so that no more is called
 * saved than was.
 */
export function buildTimes(records: readonly RunRecord[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { artifacts } of records)
    for (const { hash, buildMs } of artifacts)
      if (buildMs !== undefined) times.set(hash, Math.min(buildMs, times.get(hash) ?? Infinity));
  return times;
}
