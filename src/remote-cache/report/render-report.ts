import { formatBytes, formatDuration } from '../../format.js';
import type { ArtifactReport, FaultReport, RunReport } from '../../runs/run-report.js';

const mostSlowest = 5;
const mostTargets = 4;
const longestText = 300;

/** A section for the summary of a job: the numbers, the faults, and the slowest transfers folded away. */
export function toMarkdown(report: RunReport): string {
  const targets = targetsOf(report);
  const cells = cellsOf(report);
  return [
    `### Nx remote cache${targets === '' ? '' : `: ${escapeMarkdown(targets)}`}`,
    table(
      cells.map(([name]) => name),
      [cells.map(([, value]) => value)],
    ),
    ...report.faults.map(explainFault),
    ...slowestTable(report),
    '',
  ].join('\n\n');
}

function explainFault({ kind, count, messages: [message = ''] }: FaultReport): string {
  return `**${count} ${kind}**: ${escapeMarkdown(message)}`;
}

function slowestTable(report: RunReport): string[] {
  const rows = slowestOf(report).map(({ task, outcome, size, time }) => [task, outcome, size, time]);
  if (rows.length === 0) return [];
  return [
    '<details><summary>The slowest transfers</summary>',
    table(['task', 'outcome', 'size', 'time'], rows),
    '</details>',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Letters, digits and some harmless characters stay; what could be Markdown or HTML becomes `&#…;`. */
export function escapeMarkdown(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
  const short = plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain;
  return short.replace(/[^\p{L}\p{M}\p{N} .,()/…-]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

const clearLine = '\u001b[0K';

/**
 * A collapsed section of GitLab's job log (docs.gitlab.com/ci/jobs/job_logs): GitLab has no place for Markdown.
 *
 * @param name unique in this log; letters, digits, `_`, `.` and `-`
 */
export function toLogSection(report: RunReport, name: string): string {
  const seconds = Math.floor(Date.parse(report.end) / 1000);
  const targets = targetsOf(report);
  return [
    `${clearLine}section_start:${seconds}:${name}[collapsed=true]\r${clearLine}Nx remote cache${targets === '' ? '' : `: ${withoutControls(targets)}`}\n`,
    ...cellsOf(report).map(([name, value]) => `${name.padEnd(14)}${value}\n`),
    ...report.faults.map(
      ({ kind, count, messages: [message = ''] }) => `${count} ${kind}: ${withoutControls(message)}\n`,
    ),
    ...slowestOf(report).map(
      ({ task, outcome, size, time }) =>
        `${outcome.padEnd(7)}${size.padStart(9)}${time.padStart(13)}  ${withoutControls(task)}\n`,
    ),
    `${clearLine}section_end:${seconds}:${name}\r${clearLine}\n`,
  ].join('');
}

/** The name of a task must not start or end a section. */
const withoutControls = (text: string) => text.replace(/\p{C}+/gu, ' ');

/** The targets of the tasks, e.g. `build, lint`: they distinguish this run from others of its job. */
function targetsOf({ artifacts }: RunReport): string {
  const targets = new Set(artifacts.map(({ target }) => target).filter((name) => name !== undefined));
  const shown = [...targets].sort().slice(0, mostTargets);
  return [...shown, ...(targets.size > shown.length ? ['…'] : [])].join(', ');
}

type Cell = readonly [name: string, value: string];

/** The numbers of a run, each with its name. */
function cellsOf({ totals }: RunReport): Cell[] {
  const { hits, misses, discarded = 0, stored, present, skipped, faults } = totals;
  return [
    ['hits', withBytes(hits, totals.bytesIn)],
    ['misses', String(misses)],
    ...unlessNone('not taken by Nx', discarded),
    ['stored', withBytes(stored, totals.bytesOut)],
    ...unlessNone('already there', present),
    ...unlessNone('skipped', skipped),
    ['faults', String(faults)],
    ['waited', formatDuration(totals.waitedMs)],
  ];
}

const withBytes = (count: number, bytes: number) => (count > 0 ? `${count} (${formatBytes(bytes)})` : '0');

const unlessNone = (name: string, count: number): Cell[] => (count > 0 ? [[name, String(count)]] : []);

/** The transfers that took longest, in words; the hash stands for a task that Nx does not report. */
function slowestOf({ artifacts }: RunReport) {
  const timeOf = ({ ms = 0 }: ArtifactReport) => ms;
  return artifacts
    .filter(({ outcome }) => outcome === 'hit' || outcome === 'stored')
    .sort((a, b) => timeOf(b) - timeOf(a))
    .slice(0, mostSlowest)
    .map(({ task, hash, outcome, bytes = 0, ms = 0 }) => ({
      task: task ?? hash,
      outcome,
      size: formatBytes(bytes),
      time: formatDuration(ms),
    }));
}
