import { formatBytes, formatDuration } from '../../format.js';
import type { ArtifactReport, RunReport } from '../../runs/run-report.js';

const mostSlowest = 5;
const mostTargets = 4;

/** What a run is known by among others of its job: the targets of its tasks, e.g. `build, lint`. */
export function targetsOf({ artifacts }: RunReport): string {
  const targets = new Set(artifacts.map(({ target }) => target).filter((name) => name !== undefined));
  const shown = [...targets].sort().slice(0, mostTargets);
  return [...shown, ...(targets.size > shown.length ? ['…'] : [])].join(', ');
}

type Cell = readonly [name: string, value: string];

/** The numbers of a run, each under its name. */
export function cellsOf({ totals }: RunReport): Cell[] {
  const {
    hits,
    misses,
    discarded = 0,
    stored,
    present,
    skipped,
    faults,
    bytesIn,
    bytesOut,
    waitedMs,
  } = totals;
  return [
    ['hits', withBytes(hits, bytesIn)],
    ['misses', String(misses)],
    ...unlessNone('not taken by Nx', discarded),
    ['stored', withBytes(stored, bytesOut)],
    ...unlessNone('already there', present),
    ...unlessNone('skipped', skipped),
    ['faults', String(faults)],
    ['waited', formatDuration(waitedMs)],
  ];
}

const withBytes = (count: number, bytes: number) => (count > 0 ? `${count} (${formatBytes(bytes)})` : '0');

const unlessNone = (name: string, count: number): Cell[] => (count > 0 ? [[name, String(count)]] : []);

/** One transfer in words: task, or hash where Nx tells none. */
export interface Transfer {
  readonly task: string;
  readonly what: string;
  readonly size: string;
  readonly time: string;
}

/** The transfers that took longest. */
export function slowestOf({ artifacts }: RunReport): Transfer[] {
  const timeOf = ({ ms = 0 }: ArtifactReport) => ms;
  return artifacts
    .filter(({ outcome }) => outcome === 'hit' || outcome === 'stored')
    .sort((a, b) => timeOf(b) - timeOf(a))
    .slice(0, mostSlowest)
    .map(({ task, hash, outcome, bytes = 0, ms = 0 }) => ({
      task: task ?? hash,
      what: outcome,
      size: formatBytes(bytes),
      time: formatDuration(ms),
    }));
}
