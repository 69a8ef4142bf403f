import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { JobSummaryPlace } from '../../config/run-options.js';
import type { RunReport } from '../../runs/run-report.js';
import type { Run } from '../run.js';
import { isUsed } from '../summary.js';
import { toLogSection, toMarkdown } from './render-report.js';

/** GitHub rejects the whole summary of a step that is larger than this, and marks the step. */
const mostOfStep = 1024 * 1024;

type WritingRun = Pick<Run, 'journal' | 'redact' | 'root' | 'stderr' | 'stdout'> & {
  readonly config: Pick<Run['config'], 'outputs'>;
};

/**
 * Writes the report to where machines and CIs look for it.
 *
 * @param report called only if it is needed
 * @returns a warning for each place that cannot be written
 */
export function writeReports(run: WritingRun, report: () => RunReport): string[] {
  const { root, config, journal, redact } = run;
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
      writeJobSummary(jobSummary, report(), run);
    });
  return warnings;
}

/**
 * Writes a report as JSON. A reader sees the old file or the new one, never a part.
 *
 * @param path relative to the workspace's root; a folder, or a path that ends with a slash, gets one file a run
 * @throws errors of the file system
 */
export function writeReport(report: RunReport, root: string, path: string): void {
  const file = fileFor(report, resolve(root, path), /[\\/]$/.test(path));
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, `${JSON.stringify(report, undefined, 2)}\n`);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function fileFor({ end }: RunReport, path: string, isFolder: boolean): string {
  if (!isFolder && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  return unused(join(path, `${end.replaceAll(':', '-')}-${process.pid}`));
}

/** One process may end several runs in one millisecond. */
function unused(stem: string, attempt = 1): string {
  const file = attempt === 1 ? `${stem}.json` : `${stem}-${attempt}.json`;
  return existsSync(file) ? unused(stem, attempt + 1) : file;
}

/**
 * Adds a section on this run to the summary of its job.
 *
 * @throws errors of the file system
 */
function writeJobSummary(
  place: JobSummaryPlace,
  report: RunReport,
  { stdout, stderr }: Pick<Run, 'stdout' | 'stderr'>,
): void {
  switch (place.kind) {
    case 'github':
      appendToStep(place.file, toMarkdown(report));
      break;
    case 'azure-pipelines':
      uploadSummary(place.folder, report, stdout);
      break;
    case 'gitlab':
      stderr.write(toLogSection(report, `nx_azure_cache_${Date.parse(report.end)}_${process.pid}`));
  }
}

/** A section that does not fit is left out: the sections before it are worth more. */
function appendToStep(file: string, markdown: string): void {
  // The section before may have left a line without an end.
  const section = `\n${markdown}`;
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size + Buffer.byteLength(section) <= mostOfStep) appendFileSync(file, section);
}

/**
 * The agent takes its commands from the standard output, and the title of the section from the name of the file
 * (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#uploadsummary).
 */
function uploadSummary(folder: string, report: RunReport, stdout: Run['stdout']): void {
  const time = report.end.slice(11, 19).replaceAll(':', '-');
  const file = join(folder, 'nx-azure-cache', `Nx remote cache ${time} ${process.pid}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, toMarkdown(report));
  stdout.write(`##vso[task.uploadsummary]${file}\n`);
}
