import type { RunRecord } from '../../runs/run-record.js';
import { day } from '../shared/durations.js';
import { addArtifact, addRun, emptyFigures, lookupsOf, type Figures } from './figures.js';

type Groups = ReadonlyMap<string, Figures>;

/** The sums of some run records. */
export interface RunStatistics {
  readonly total: Figures;
  /** by day or week, from the first run on, including those without runs */
  readonly periods: Groups;
  /** by what was built, e.g. `main` or `pr/7`; most lookups first */
  readonly branches: Groups;
  /** most lookups first; without `waitedMs`, which is known only for a run as a whole */
  readonly projects: Groups;
  /** by kind, most first */
  readonly faults: ReadonlyMap<string, number>;
}

/** Which runs count: those that ended in it. ms since 1970. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** Sums up records. Of those outside the span, only the build times are used. */
export function aggregate(records: readonly RunRecord[], { since, until }: Span): RunStatistics {
  const builds = buildTimes(records);
  const inSpan = records.filter(({ end }) => Date.parse(end) >= since && Date.parse(end) <= until);
  const first = inSpan.reduce((time, { end }) => Math.min(time, Date.parse(end)), until);
  const { names, nameOf } = periodsOf(first, until);
  const total = emptyFigures();
  const periods = new Map(names.map((name) => [name, emptyFigures()]));
  const branches = new Map<string, Figures>();
  const projects = new Map<string, Figures>();
  const faults = new Map<string, number>();
  for (const record of inSpan) {
    const period = figuresOf(periods, nameOf(Date.parse(record.end)));
    for (const figures of [total, period, figuresOf(branches, branchOf(record))]) {
      addRun(figures, record);
      for (const artifact of record.artifacts) addSaved(figures, artifact, builds);
    }
    addProjects(projects, record, builds);
    for (const { kind, count } of record.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
  }
  return {
    total,
    periods,
    branches: mostFirst(branches),
    projects: mostFirst(projects),
    faults: new Map([...faults].sort(([, a], [, b]) => b - a)),
  };
}

type BuildTimes = ReadonlyMap<string, number>;

/** How long each artifact took to build, by hash, ms: the fastest of several builds, so that savings are not overstated. */
function buildTimes(records: readonly RunRecord[]): BuildTimes {
  const times = new Map<string, number>();
  for (const { artifacts } of records)
    for (const { hash, buildMs } of artifacts)
      if (buildMs !== undefined) times.set(hash, Math.min(buildMs, times.get(hash) ?? Infinity));
  return times;
}

function addProjects(projects: Map<string, Figures>, { artifacts }: RunRecord, builds: BuildTimes): void {
  const seen = new Set<Figures>();
  for (const artifact of artifacts) {
    if (artifact.project === undefined) continue;
    const figures = figuresOf(projects, artifact.project);
    seen.add(figures);
    addArtifact(figures, artifact);
    addSaved(figures, artifact, builds);
  }
  for (const figures of seen) figures.runs++;
}

function addSaved(figures: Figures, artifact: RunRecord['artifacts'][number], builds: BuildTimes): void {
  const buildMs = builds.get(artifact.hash);
  if (artifact.outcome !== 'hit' || buildMs === undefined) return;
  figures.savedMs += buildMs;
  figures.knownHits++;
}

function figuresOf(groups: Map<string, Figures>, name: string): Figures {
  const figures = groups.get(name) ?? emptyFigures();
  groups.set(name, figures);
  return figures;
}

function branchOf({ ci }: RunRecord): string {
  if (!ci) return 'not in CI';
  if (ci.pullRequest !== undefined) return `pr/${ci.pullRequest}`;
  if (ci.tag !== undefined) return `tag/${ci.tag}`;
  return ci.branch ?? `${ci.provider}, ${ci.event}`;
}

function mostFirst(groups: Groups): Groups {
  return new Map(
    [...groups].sort(
      ([nameA, a], [nameB, b]) => lookupsOf(b) - lookupsOf(a) || b.runs - a.runs || (nameA < nameB ? -1 : 1),
    ),
  );
}

/** More days are grouped by week. */
const mostDays = 31;

/**
 * Divides a span into days in UTC, or into weeks if it is long. ms since 1970.
 *
 * @returns the names in order, e.g. `2026-11-22`; a week is named after its Monday
 */
export function periodsOf(since: number, until: number) {
  const byWeek = until - since > mostDays * day;
  const nameOf = (time: number) => dateOf(byWeek ? mondayOf(time) : time);
  const names = new Set<string>();
  for (let time = since; time < until; time += day) names.add(nameOf(time));
  names.add(nameOf(until));
  return { names: [...names], nameOf };
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Sunday is 0, and the last day of its week. */
const mondayOf = (time: number) => time - ((new Date(time).getUTCDay() + 6) % 7) * day;
