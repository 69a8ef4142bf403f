import type { Config } from '../../config/resolve-config.js';
import type { Journal } from '../journal.js';
import { isUsed } from '../summary.js';
import type { Terminal } from '../terminal.js';
import type { Reporter } from './create-reporter.js';
import { writeJobSummary } from './write-job-summary.js';
import { writeReport } from './write-report.js';

/** Whom to tell, and by what. */
export interface Telling {
  readonly root: string;
  readonly config: Pick<Config, 'outputs'>;
  readonly journal: Journal;
  readonly terminal: Terminal;
  readonly stdout: Terminal;
  readonly redact: (text: string) => string;
}

/**
 * Leaves the report where machines and CIs look for it.
 *
 * @returns a warning for each place that cannot be written
 */
export function tellMachines(telling: Telling, report: Reporter): string[] {
  const { root, config, journal, terminal: stderr, stdout, redact } = telling;
  const { summary, jobSummary } = config.outputs;
  const warnings: string[] = [];
  const attempt = (what: string, work: () => void) => {
    try {
      work();
    } catch (error) {
      warnings.push(redact(`warning: ${what} could not be written: ${String(error)}`));
    }
  };
  if (summary !== undefined)
    attempt('NX_AZURE_CACHE_SUMMARY', () => {
      writeReport(report(), root, summary);
    });
  if (jobSummary && isUsed(journal.tally))
    attempt('the summary of the job', () => {
      writeJobSummary(jobSummary, report(), { stdout, stderr });
    });
  return warnings;
}
