import { readNxVersion } from '../nx/nx-version.js';
import { toRecord } from '../runs/run-record.js';
import type { RunReport } from '../runs/run-report.js';
import { adviseOnDiscarded, adviseOnNx } from './advice.js';
import { uploadRest, wasInterrupted, type LastRecord } from './drain.js';
import { createReport } from './report/create-report.js';
import { writeReports } from './report/write-reports.js';
import type { Run } from './run.js';
import { isUsed, summarize } from './summary.js';

/** The end of a run, in the `exit` handler: waits for the uploads, then prints warnings and the summary. */
export function finish(run: Run): void {
  const { link, journal, holds, stderr, exitCode, advice } = run;
  const report = () => createReport(run);
  link?.collect();
  const discarded = findDiscarded(run);
  if (link && !wasInterrupted(exitCode)) {
    journal.timed(() => {
      uploadRest({ ...run, link }, () => lastRecord(run, report));
    });
  }
  holds.release();
  const warnings = [...discarded, ...(link ? writeReports(run, report) : [])];
  const lines = [...journal.decisions, ...warnings, ...summarize(journal.tally, journal.waited)];
  if (lines.length > 0) lines.unshift(...warn(aboutNx(run)), ...warn(advice));
  stderr.write(lines.map((line) => `nx-azure-cache: ${line}\n`).join(''));
}

/**
 * Corrects the counts by what Nx did with its hits.
 *
 * @returns a warning if it did not take some
 */
function findDiscarded({ root, journal, tasks }: Run): string[] {
  if (journal.tally.hits > 0)
    for (const [hash, { ran, failed }] of tasks()) if (ran && !failed) journal.discard(hash);
  const names = journal.entries
    .filter(({ discarded }) => discarded)
    .map(({ hash }) => tasks().get(hash)?.id ?? hash);
  return names.length === 0 ? [] : warn(adviseOnDiscarded(names, readNxVersion(root)));
}

/** The record of a run, if it is configured and the run used the cache. */
function lastRecord({ config, journal }: Run, report: () => RunReport): LastRecord | undefined {
  if (!config.recordRuns || !config.mode.write || !isUsed(journal.tally)) return undefined;
  const made = report();
  return { time: made.end, body: JSON.stringify(toRecord(made)) };
}

function aboutNx({ root, config, journal, now }: Run): string | undefined {
  return adviseOnNx({
    root,
    cacheDirectory: journal.cacheDirectory,
    ofNewer: config.newNxWarning,
    now: performance.timeOrigin + now(),
  });
}

const warn = (advice: string | undefined) => (advice === undefined ? [] : [`warning: ${advice}`]);
