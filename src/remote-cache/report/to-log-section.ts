import type { RunReport } from '../../runs/run-report.js';
import { cellsOf, slowestOf, targetsOf } from './describe-transfers.js';

const clearLine = '\u001b[0K';

/**
 * A collapsed section of GitLab's job log (docs.gitlab.com/ci/jobs/job_logs): there is no place for Markdown.
 *
 * @param name of its own in this log, of letters, digits, `_`, `.` and `-`
 */
export function toLogSection(report: RunReport, name: string): string {
  const seconds = Math.floor(Date.parse(report.end) / 1000);
  const targets = targetsOf(report);
  return [
    `${clearLine}section_start:${seconds}:${name}[collapsed=true]\r${clearLine}Nx remote cache${targets === '' ? '' : `: ${plain(targets)}`}\n`,
    ...cellsOf(report).map(([name, value]) => `${name.padEnd(14)}${value}\n`),
    ...report.faults.map(
      ({ kind, count, messages: [message = ''] }) => `${count} ${kind}: ${plain(message)}\n`,
    ),
    ...slowestOf(report).map(
      ({ task, what, size, time }) =>
        `${what.padEnd(7)}${size.padStart(9)}${time.padStart(13)}  ${plain(task)}\n`,
    ),
    `${clearLine}section_end:${seconds}:${name}\r${clearLine}\n`,
  ].join('');
}

/** Nobody's name starts or ends a section. */
const plain = (text: string) => text.replace(/\p{C}+/gu, ' ');
