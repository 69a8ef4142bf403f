import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nameOf, type Case } from './plan.mjs';
import type { Options } from './options.mjs';
import { saveResults, type Results, type Row, type Sample } from './results.mjs';
import { takeTurns } from './rounds.mjs';
import { startStorage } from './storage.mjs';
import type { Pair, Subject } from './subjects/subject.mjs';
import { createWork } from './work/works.mjs';

export interface Bench {
  readonly options: Options;
  readonly subjects: readonly Subject[];
  readonly results: Results;
  /** A folder in memory, if the machine has one. */
  readonly scratch: string;
}

/** All subjects of a case in turns; the storage is one process for all of them. */
export async function runCase(one: Case, bench: Bench): Promise<void> {
  const { options, scratch } = bench;
  const subjects = participants(one, bench);
  if (subjects.length === 0) return;
  const storage = await startStorage(one.storage);
  const fixtures = join(scratch, 'fixtures');
  const work = createWork(one.work, fixtures);
  const setting = { ...one, work, storage, scratch, sameMachine: one.section === 'local' };
  try {
    for (const { subject, round } of takeTurns({
      subjects,
      rounds: options.rounds ?? one.rounds,
      seed: options.seed,
    })) {
      await subject.pair(setting).then(
        (pair) => {
          bench.results.rows.push(...rowsOf(pair, { subject, one, round, tasks: work.tasks.length }));
          report(one, subject, pair);
        },
        (error: unknown) => {
          const { section, network } = one;
          const failure = {
            section,
            work: one.work,
            network,
            subject: subject.name,
            round,
            reason: String(error).split('\n')[0] ?? '',
          };
          bench.results.failures.push(failure);
          console.error(`${nameOf(one)}: ${subject.name}: ${String(error)}`);
        },
      );
      saveResults(bench.results);
    }
  } finally {
    await storage.close();
    rmSync(fixtures, { recursive: true, force: true });
  }
}

/** Selects the requested subjects, and the limits of their families. */
function participants(one: Case, { subjects, options: { only } }: Bench): Subject[] {
  const able = subjects.filter(({ family }) => one.families?.test(family) ?? true);
  const wanted = able.filter(({ name, isLimit }) => !isLimit && only.test(`${nameOf(one)} ${name}`));
  return able.filter(
    (subject) =>
      wanted.some(({ family }) => subject.isLimit && family === subject.family) || wanted.includes(subject),
  );
}

interface Turn {
  readonly subject: Subject;
  readonly one: Case;
  readonly round: number;
  readonly tasks: number;
}

function rowsOf(pair: Pair, { subject, one, round, tasks }: Turn): Row[] {
  const { section, work, seconds, network, storage } = one;
  const place = { section, work, tasks, seconds, network, storage };
  const who = { subject: subject.name, family: subject.family, isLimit: subject.isLimit };
  const rowOf = (phase: Row['phase'], sample: Sample) => ({ ...place, ...who, phase, round, ...sample });
  const { cold, warm, again = [] } = pair;
  return [
    rowOf('cold', cold),
    rowOf('warm', warm),
    ...again.map((sample, index) => ({ ...rowOf('warm', sample), repeat: index + 2 })),
  ];
}

function report(one: Case, { name }: Subject, { cold, warm }: Pair): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(2);
  console.log(`${nameOf(one)}: ${name}: cold ${seconds(cold.ms)} s, warm ${seconds(warm.ms)} s`);
}
