import { Help } from 'commander';

import { version } from '../../../package.json';
import { formatBytes } from '../../format.js';
import type { Sink } from '../host.js';
import { formatAge } from '../print/numbers.js';
import { paint } from '../print/paint.js';
import { printable } from '../print/printable.js';
import type { Explanation } from './explain-hash.js';
import type { Finding } from './inspect-place.js';
import type { LastTask } from './last-run.js';

const colors = { hit: 'green', miss: 'yellow', 'not asked': 'gray' } as const;

/** For people: the last run, each scope, and what would come of it. */
export function printExplanation(
  { hash, task, access, findings, verdict }: Explanation,
  { width, hasColors }: Omit<Sink, 'write'>,
  now: number,
): string {
  const rows = [
    ...(task ? [['last run', describeTask(task, now)]] : []),
    ['this run', access],
    ...findings.map((finding) => [finding.scope, describeFinding(finding, now)]),
  ];
  const margin = Math.max(...rows.map(([label = '']) => label.length), verdict.outcome.length) + 2;
  const line = (label: string, text: string) =>
    `${label.padEnd(margin)}${indent(printable(text), margin, width)}\n`;
  const title = `${task ? `${task.id}  ` : ''}${hash}\n\n`;
  const outcome = line(verdict.outcome, verdict.reason);
  return [
    hasColors ? paint(title, 'bold') : title,
    ...rows.map(([label = '', text = '']) => line(label, text)),
    `\n${hasColors ? outcome.replace(verdict.outcome, paint(verdict.outcome, colors[verdict.outcome])) : outcome}`,
  ].join('');
}

function indent(text: string, margin: number, width: number | undefined): string {
  const wrapped = width === undefined ? text : new Help().boxWrap(text, Math.max(width - margin, 20));
  return wrapped.replaceAll('\n', `\n${' '.repeat(margin)}`);
}

function describeTask({ cacheStatus, code, endTime }: LastTask, now: number): string {
  const ended = Date.parse(endTime ?? '');
  const when = Number.isNaN(ended) ? '' : `, ${ago(now - ended)}`;
  return `${cacheStatus}${when}${code === undefined || code === 0 ? '' : `, failed with ${code}`}`;
}

function describeFinding(finding: Finding, now: number): string {
  switch (finding.status) {
    case 'absent':
      return 'not there';
    case 'unreadable':
      return `cannot be read: ${finding.reason}`;
    case 'unusable':
      return `there, but not used: ${finding.reason}; ${describeStored(finding, now)}`;
    case 'usable':
      return `there: ${describeStored(finding, now)}; signature: ${finding.signature}`;
  }
}

function describeStored(
  { bytes, modified, producer }: Extract<Finding, { bytes: number }>,
  now: number,
): string {
  const by = producer === '' ? '' : ` by ${producer}`;
  return `${formatBytes(bytes)}, stored ${ago(now - Date.parse(modified))}${by}`;
}

function ago(ms: number): string {
  const age = formatAge(ms);
  return age === 'now' ? 'just now' : `${age} ago`;
}

/** For machines (docs/operations.md). */
export const toJson = (explanation: Explanation): string =>
  `${JSON.stringify({ version, ...explanation }, undefined, 2)}\n`;
