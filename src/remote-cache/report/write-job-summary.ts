import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JobSummaryPlace } from '../../config/run-options.js';
import type { RunReport } from '../../runs/run-report.js';
import type { Terminal } from '../terminal.js';
import { toLogSection } from './to-log-section.js';
import { toMarkdown } from './to-markdown.js';

/** Where what a CI reads from a process's output goes. */
export interface JobOutput {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/** GitHub refuses the whole summary of a step that is larger than this, and marks the step. */
const mostOfStep = 1024 * 1024;

/**
 * Adds a section on this run to the summary of its job.
 *
 * @throws what the file system throws
 */
export function writeJobSummary(place: JobSummaryPlace, report: RunReport, output: JobOutput): void {
  switch (place.kind) {
    case 'github':
      appendToStep(place.file, toMarkdown(report));
      break;
    case 'azure-pipelines':
      uploadSummary(place.folder, report, output.stdout);
      break;
    case 'gitlab':
      output.stderr.write(toLogSection(report, `nx_azure_cache_${Date.parse(report.end)}_${process.pid}`));
  }
}

/** What does not fit is left out: the sections before it are worth more. */
function appendToStep(file: string, markdown: string): void {
  // Who wrote before may have left an open line.
  const section = `\n${markdown}`;
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size + Buffer.byteLength(section) <= mostOfStep) appendFileSync(file, section);
}

/**
 * The agent takes its commands from the standard output, and the title of the section from the file's name
 * (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#uploadsummary).
 */
function uploadSummary(folder: string, report: RunReport, stdout: Terminal): void {
  const time = report.end.slice(11, 19).replaceAll(':', '-');
  const file = join(folder, 'nx-azure-cache', `Nx remote cache ${time} ${process.pid}.md`);
  mkdirSync(join(folder, 'nx-azure-cache'), { recursive: true });
  writeFileSync(file, toMarkdown(report));
  stdout.write(`##vso[task.uploadsummary]${file}\n`);
}
