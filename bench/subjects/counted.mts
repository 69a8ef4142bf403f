import type { StorageStats } from '../blob-server/stats.mjs';
import { measure, type Run } from '../measure/measure.mjs';
import type { Sample } from '../results.mjs';
import type { Storage } from '../storage.mjs';

interface Counted {
  readonly sample: Sample;
  /** on the clock of the file system */
  readonly startedAt: number;
}

/** Measures a command, and its traffic to and from the storage. */
export async function measureOn(storage: Storage, run: Run): Promise<Counted> {
  const before = await storage.stats();
  const { startedAt, ...measured } = await measure(run);
  const after = await storage.stats();
  return { startedAt, sample: { ...measured, doneMs: measured.ms, ...trafficBetween(before, after) } };
}

function trafficBetween(before?: StorageStats, after?: StorageStats): Pick<Sample, 'requests' | 'wireBytes'> {
  if (!before || !after) return {};
  const wire = ({ bytesIn, bytesOut }: StorageStats) => bytesIn + bytesOut;
  return { requests: after.requests - before.requests, wireBytes: wire(after) - wire(before) };
}
