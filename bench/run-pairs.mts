import { runPair } from './one-pair.mjs';
import { nameOf, type Case } from './plan.mjs';
import type { Options } from './options.mjs';
import { saveResults, type Results, type Row, type Sample } from './results.mjs';
import { takeTurns } from './rounds.mjs';
import { startStorage } from './storage.mjs';
import type { Subject } from './subjects/subject.mjs';
import { createWork } from './work/works.mjs';

export interface Bench {
  readonly options: Options;
  readonly subjects: readonly Subject[];
  readonly results: Results;
  /** A folder in memory, if there is one. */
  readonly scratch: string;
}

/** All subjects of a case in turns; the storage is one process for all of them. */
export async function runCase(one: Case, bench: Bench): Promise<void> {
  const { options, scratch } = bench;
  const subjects = participants(one, bench);
  if (subjects.length === 0) return;
  const storage = await startStorage(one.storage);
  const work = createWork(one.work, `${scratch}/fixtures`);
  const setting = { ...one, work, storage, scratch };
  try {
    for (const { subject, round } of takeTurns({
      subjects,
      rounds: options.rounds ?? one.rounds,
      seed: options.seed,
    })) {
      await runPair(subject, setting).then(
        ({ cold, warm }) => {
          bench.results.rows.push(
            ...rowsOf({ cold, warm }, { subject, one, round, tasks: work.tasks.length }),
          );
          report(one, subject, { cold, warm });
        },
        (error: unknown) => {
          const { section, network } = one;
          const failure = {
            section,
            work: one.work,
            network,
            subject: subject.name,
            round,
            reason: String(error),
          };
          bench.results.failures.push(failure);
          console.error(`${nameOf(one)}: ${subject.name}: ${String(error)}`);
        },
      );
      await saveResults(bench.results);
    }
  } finally {
    await storage.close();
  }
}

/** Who is asked for, and the limits of their families. */
function participants(one: Case, { subjects, options: { only } }: Bench): Subject[] {
  const able = subjects.filter(({ family }) => one.families?.test(family) ?? true);
  const wanted = able.filter(({ name, remote }) => remote && only.test(`${nameOf(one)} ${name}`));
  return able.filter(
    (subject) =>
      wanted.some(({ family }) => !subject.remote && family === subject.family) || wanted.includes(subject),
  );
}

interface Turn {
  readonly subject: Subject;
  readonly one: Case;
  readonly round: number;
  readonly tasks: number;
}

function rowsOf(pair: Record<'cold' | 'warm', Sample>, { subject, one, round, tasks }: Turn): Row[] {
  const { section, work, seconds, network, storage } = one;
  const place = { section, work, tasks, seconds, network, storage };
  const who = { subject: subject.name, family: subject.family, isLimit: subject.remote === undefined };
  return (['cold', 'warm'] as const).map((phase) => ({ ...place, ...who, phase, round, ...pair[phase] }));
}

function report(one: Case, { name }: Subject, { cold, warm }: Record<'cold' | 'warm', Sample>): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  console.log(`${nameOf(one)}: ${name}: cold ${seconds(cold.ms)} s, warm ${seconds(warm.ms)} s`);
}
