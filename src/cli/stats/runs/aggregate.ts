import type { RunRecord } from '../../../runs/run-record.js';
import { buildTimes } from './build-times.js';
import { addArtifact, addRun, emptyFigures, lookupsOf, type Figures } from './figures.js';
import { periodsOf } from './periods.js';

type Groups = ReadonlyMap<string, Figures>;

/** What the records of some runs come to. */
export interface RunStatistics {
  readonly total: Figures;
  /** by day or week from the first run on, in their order, also those without one */
  readonly periods: Groups;
  /** by what was built, e.g. `main` or `pr/7`; most lookups first */
  readonly branches: Groups;
  /** most lookups first; nobody waits for a project alone */
  readonly projects: Groups;
  /** by kind, most first */
  readonly faults: ReadonlyMap<string, number>;
}

/** Which runs count: those that ended in it. ms since 1970. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** Sums up records. Those that ended outside of the span only tell how long tasks take. */
export function aggregate(records: readonly RunRecord[], { since, until }: Span): RunStatistics {
  const builds = buildTimes(records);
  const counted = records.filter(({ end }) => Date.parse(end) >= since && Date.parse(end) <= until);
  const periods = periodsOf(firstOf(counted, until), until);
  const total = emptyFigures();
  const byPeriod = new Map(periods.names.map((name) => [name, emptyFigures()]));
  const [branches, projects] = [new Map<string, Figures>(), new Map<string, Figures>()];
  const faults = new Map<string, number>();
  for (const record of counted) {
    const period = figuresOf(byPeriod, periods.nameOf(Date.parse(record.end)));
    const groups = [total, period, figuresOf(branches, branchOf(record))];
    for (const figures of groups) {
      addRun(figures, record);
      for (const artifact of record.artifacts) addSaved(figures, artifact, builds);
    }
    addProjects(projects, record, builds);
    for (const { kind, count } of record.faults) faults.set(kind, (faults.get(kind) ?? 0) + count);
  }
  return {
    ...{ total, periods: byPeriod, branches: mostFirst(branches), projects: mostFirst(projects) },
    faults: new Map([...faults].sort(([, a], [, b]) => b - a)),
  };
}

const firstOf = (records: readonly RunRecord[], until: number) =>
  records.reduce((first, { end }) => Math.min(first, Date.parse(end)), until);

function addProjects(
  projects: Map<string, Figures>,
  { artifacts }: RunRecord,
  builds: ReadonlyMap<string, number>,
) {
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

function addSaved(
  figures: Figures,
  { outcome, hash }: RunRecord['artifacts'][number],
  builds: ReadonlyMap<string, number>,
): void {
  const buildMs = builds.get(hash);
  if (outcome !== 'hit' || buildMs === undefined) return;
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
