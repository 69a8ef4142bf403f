import type { FaultReport, RunReport } from '../../runs/run-report.js';
import { cellsOf, slowestOf, targetsOf } from './describe-transfers.js';

const longestText = 300;

/** A section for the summary of a job: the numbers, what went wrong, and the slowest transfers folded away. */
export function toMarkdown(report: RunReport): string {
  const targets = targetsOf(report);
  return [
    `### Nx remote cache${targets === '' ? '' : `: ${escapeMarkdown(targets)}`}`,
    table(
      cellsOf(report).map(([name]) => name),
      [cellsOf(report).map(([, value]) => value)],
    ),
    ...report.faults.map(explainFault),
    ...slowest(report),
    '',
  ].join('\n\n');
}

function explainFault({ kind, count, messages: [message = ''] }: FaultReport): string {
  return `**${count} ${kind}**: ${escapeMarkdown(message)}`;
}

function slowest(report: RunReport): string[] {
  const rows = slowestOf(report).map(({ task, what, size, time }) => [task, what, size, time]);
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

/** Letters, digits and some harmless signs stay; what could be Markdown or HTML becomes `&#…;`. */
export function escapeMarkdown(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
  const short = plain.length > longestText ? `${plain.slice(0, longestText)}…` : plain;
  return short.replace(/[^\p{L}\p{M}\p{N} .,()/…-]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}
