import type { ArtifactReport, FaultReport, RunFacts, RunReport, RunTotals } from '../../runs/run-report.js';
import type { Entry } from '../entry.js';
import type { Journal } from '../journal.js';
import type { Tally } from '../tally.js';
import type { NxTask } from './read-tasks.js';

/** What a report is made from. */
export interface ReportSources {
  readonly facts: RunFacts;
  readonly journal: Journal;
  /** by hash */
  readonly tasks: ReadonlyMap<string, NxTask>;
  readonly exitCode: number;
  /** ms since 1970, when the journal's clock was 0 */
  readonly origin: number;
  /** by the journal's clock */
  readonly now: number;
}

/** Sums up a run for machines. */
export function createReport({ facts, journal, tasks, exitCode, origin, now }: ReportSources): RunReport {
  const { tally, entries, waited } = journal;
  return {
    ...{ schema: 'nx-azure-cache/run', version: 1, ...facts },
    start: new Date(origin).toISOString(),
    end: new Date(origin + now).toISOString(),
    exitCode,
    totals: toTotals(tally, waited),
    faults: toFaults(tally),
    artifacts: entries.map((entry) => toArtifact(entry, tasks.get(entry.hash), facts.scopes.writes)),
  };
}

function toTotals(
  { hits, misses, discarded, stored, present, skipped, faults, ...tally }: Tally,
  waited: number,
): RunTotals {
  return {
    ...{ hits, misses, ...(discarded > 0 && { discarded }), stored, present, skipped },
    faults: [...faults.values()].reduce((sum, count) => sum + count, 0),
    bytesIn: tally.received,
    bytesOut: tally.sent,
    waitedMs: Math.round(waited),
  };
}

const messagesPerKind = 3;

function toFaults({ faults, messages }: Tally): FaultReport[] {
  return [...faults].map(([kind, count]) => {
    const own = [...messages.values()].filter((fault) => fault.kind === kind);
    return { kind, count, messages: own.slice(0, messagesPerKind).map(({ message }) => message) };
  });
}

function toArtifact(
  { operation, hash, started, ending, discarded }: Entry,
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
