import { Help } from 'commander';

import { version } from '../../../package.json';
import type { Sink } from '../host.js';
import { paint } from '../print/paint.js';
import type { Status } from './check.js';
import type { Row } from './run-checks.js';

const margin = 6;
const colors = { pass: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const;

/** One finding, wrapped where there is a terminal: `fail  Container: …`, and what to do about it below. */
export function printRow(
  { title, status, detail, fix }: Row,
  { width, hasColors }: Omit<Sink, 'write'>,
): string {
  const word = status.padEnd(margin);
  const lines = [`${title}: ${detail}`, ...(fix === undefined ? [] : [`Fix: ${fix}`])];
  const text = lines.map((line) => indent(line, width)).join('\n' + ' '.repeat(margin));
  return `${hasColors ? paint(word, colors[status]) : word}${text}\n`;
}

function indent(line: string, width: number | undefined): string {
  const wrapped = width === undefined ? line : new Help().boxWrap(line, Math.max(width - margin, 20));
  return wrapped.replaceAll('\n', '\n' + ' '.repeat(margin));
}

/** `5 passed, 1 failed` */
export function printSummary(rows: readonly Row[]): string {
  const words: Record<Status, string> = { pass: 'passed', warn: 'warned', fail: 'failed', skip: 'skipped' };
  const counts = Object.entries(words).map(([status, word]) => ({
    word,
    count: rows.filter((row) => row.status === status).length,
  }));
  return `\n${counts
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(', ')}\n`;
}

/** The report for machines (docs/doctor.md). */
export function toJson(rows: readonly Row[]): string {
  return `${JSON.stringify({ version, ok: isWell(rows), checks: rows }, undefined, 2)}\n`;
}

/** Whether nothing failed. */
export const isWell = (rows: readonly Row[]) => rows.every(({ status }) => status !== 'fail');
