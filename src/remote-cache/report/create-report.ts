import type { ArtifactReport, FaultReport, RunReport, RunTotals } from '../../runs/run-report.js';
import type { JournalEntry } from '../journal-entry.js';
import type { Run } from '../run.js';
import type { Tally } from '../tally.js';
import type { NxTask } from './read-tasks.js';

const messagesPerKind = 3;

/** A report of a run as it stands, for machines. It holds no secret. */
export function createReport(
  run: Pick<Run, 'facts' | 'journal' | 'tasks' | 'exitCode' | 'now' | 'redact'>,
): RunReport {
  const { tally, entries, waited } = run.journal;
  const facts = run.facts();
  const tasks = run.tasks();
  const origin = performance.timeOrigin;
  const report: RunReport = {
    schema: 'nx-azure-cache/run',
    version: 1,
    ...facts,
    start: new Date(origin).toISOString(),
    end: new Date(origin + run.now()).toISOString(),
    exitCode: run.exitCode,
    totals: toTotals(tally, waited),
    faults: toFaults(tally),
    artifacts: entries.map((entry) => toArtifact(entry, tasks.get(entry.hash), facts.scopes.writes)),
  };
  return redactAll(report, run.redact);
}

function toTotals(tally: Tally, waited: number): RunTotals {
  const { hits, misses, discarded, stored, present, skipped, faults, received, sent } = tally;
  return {
    hits,
    misses,
    ...(discarded > 0 && { discarded }),
    stored,
    present,
    skipped,
    faults: [...faults.values()].reduce((sum, count) => sum + count, 0),
    bytesIn: received,
    bytesOut: sent,
    waitedMs: Math.round(waited),
  };
}

function toFaults({ faults, messages }: Tally): FaultReport[] {
  return [...faults].map(([kind, count]) => {
    const own = [...messages.values()].filter((fault) => fault.kind === kind);
    return { kind, count, messages: own.slice(0, messagesPerKind).map(({ message }) => message) };
  });
}

function toArtifact(
  { operation, hash, started, ending, discarded }: JournalEntry,
  task: NxTask | undefined,
  written: string | undefined,
): ArtifactReport {
  const isWritten = ending?.status === 'stored' || ending?.status === 'present';
  return {
    operation,
    outcome: discarded ? 'discarded' : (ending?.status ?? 'unfinished'),
    hash,
    task: task?.id,
    project: task?.project,
    target: task?.target,
    scope: isWritten ? written : ending?.scope,
    bytes: ending?.bytes,
    at: Math.round(started),
    ms: ending && Math.round(ending.at - started),
    buildMs: task?.ran ? task.ms : undefined,
    restoreMs: task && !task.ran && ending?.status === 'hit' ? task.ms : undefined,
    fault: ending?.faults[0]?.kind,
  };
}

/** Redacts every text in plain data. Of thousands of texts hardly one has a secret, so all are searched at once first. */
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
