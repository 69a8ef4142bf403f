import type { RunFacts, RunReport } from '../../runs/run-report.js';
import type { Journal } from '../journal.js';
import { createReport } from './create-report.js';
import type { NxTask } from './read-tasks.js';

/** Makes a report of a run as it stands. */
export type Reporter = () => RunReport;

/** What a report is asked of. */
export interface Reported {
  readonly journal: Journal;
  readonly now: () => number;
  /** of this run, by hash */
  readonly tasks: () => ReadonlyMap<string, NxTask>;
  readonly describe: () => RunFacts;
  readonly redact: (text: string) => string;
}

/** Nothing is read before a report is asked for, and nothing twice. No report holds a secret. */
export function createReporter(reported: Reported, exitCode: number): Reporter {
  const { journal, now, tasks, describe, redact } = reported;
  let facts: RunFacts | undefined;
  const { timeOrigin } = performance;
  return () => {
    facts ??= describe();
    const sources = { facts, journal, tasks: tasks(), exitCode, origin: timeOrigin, now: now() };
    return redactAll(createReport(sources), redact);
  };
}

/** Redacts every text in a value that is plain data. Of thousands hardly ever one has a secret: all are searched at once. */
function redactAll<T>(value: T, redact: (text: string) => string): T {
  const all = [...textsIn(value)].join('\n');
  if (redact(all) === all) return value;
  const json = JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? redact(part) : part));
  return JSON.parse(json) as T;
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* textsIn(part);
}
