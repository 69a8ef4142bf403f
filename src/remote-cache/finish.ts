import { readNxVersion } from '../config/nx-version.js';
import type { Config } from '../config/resolve-config.js';
import { toRecord } from '../runs/run-record.js';
import type { RunFacts } from '../runs/run-report.js';
import type { Activity } from '../worker/activity.js';
import type { Holds } from '../worker/holds.js';
import { adviseOnDiscarded } from './advise-on-discarded.js';
import { adviseOnNx } from './advise-on-nx.js';
import type { Journal } from './journal.js';
import { createReporter, type Reporter } from './report/create-reporter.js';
import { readTasks, type NxTask } from './report/read-tasks.js';
import { tellMachines } from './report/tell-machines.js';
import { wasInterrupted } from './signals.js';
import { isUsed, summarize } from './summary.js';
import type { Terminal } from './terminal.js';
import { uploadRest, type LastRecord } from './upload-rest.js';
import type { WorkerLink } from './worker-link.js';

/** What a run leaves for its end. */
export interface Run {
  readonly root: string;
  readonly config: Pick<Config, 'drain' | 'mode' | 'newNxWarning' | 'outputs' | 'recordRuns'>;
  /** undefined when nothing was asked of the container */
  readonly link: WorkerLink | undefined;
  readonly activity: Activity;
  readonly journal: Journal;
  readonly holds: Holds;
  readonly terminal: Terminal;
  readonly stdout: Terminal;
  readonly now: () => number;
  /** asked only when somebody wants to know */
  readonly describe: () => RunFacts;
  readonly redact: (text: string) => string;
  /** what to warn of in a run that used the remote cache */
  readonly advice: string | undefined;
}

/** The end of a run, in the `exit` handler: waits for the uploads, then says what there is to say. */
export function finish(run: Run, exitCode: number): void {
  const { link, journal, holds, terminal, advice } = run;
  const tasks = once(() => readTasks(journal.cacheDirectory, performance.timeOrigin));
  const report = createReporter({ ...run, tasks }, exitCode);
  link?.collect();
  const discarded = findDiscarded(run, tasks);
  if (link && !wasInterrupted(exitCode)) {
    journal.timed(() => {
      uploadRest({ ...run, link }, () => lastRecord(run, report));
    });
  }
  holds.release();
  const warnings = [...discarded, ...(link ? tellMachines(run, report) : [])];
  const lines = [...journal.decisions, ...warnings, ...summarize(journal.tally, journal.waited)];
  if (lines.length > 0) lines.unshift(...warn(aboutNx(run)), ...warn(advice));
  terminal.write(lines.map((line) => `nx-azure-cache: ${line}\n`).join(''));
}

/**
 * Corrects the counts by what Nx made of its hits.
 *
 * @returns a warning when it did not take some
 */
function findDiscarded({ root, journal }: Run, tasks: () => ReadonlyMap<string, NxTask>): string[] {
  if (journal.tally.hits > 0)
    for (const [hash, { ran, failed }] of tasks()) if (ran && !failed) journal.discard(hash);
  const names = journal.entries
    .filter(({ discarded }) => discarded)
    .map(({ hash }) => tasks().get(hash)?.id ?? hash);
  return names.length === 0 ? [] : warn(adviseOnDiscarded(names, readNxVersion(root)));
}

/** A record of what a run did, where one is wanted and there is something to say. */
function lastRecord({ config, journal }: Run, report: Reporter): LastRecord | undefined {
  if (!config.recordRuns || !config.mode.write || !isUsed(journal.tally)) return undefined;
  const made = report();
  return { time: made.end, body: JSON.stringify(toRecord(made)) };
}

function aboutNx({ root, config, journal, now }: Run): string | undefined {
  const { cacheDirectory } = journal;
  return adviseOnNx({
    root,
    cacheDirectory,
    ofNewer: config.newNxWarning,
    now: performance.timeOrigin + now(),
  });
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}

const warn = (advice: string | undefined) => (advice === undefined ? [] : [`warning: ${advice}`]);
