import type { Sink } from '../host.js';
import { cut } from './cut.js';
import { paint } from './paint.js';
import { printable } from './printable.js';

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** characters at most, in a terminal */
  readonly longest?: number;
}

/** For machines: columns between tabs, nothing cut, no titles. */
export const printTabs = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(printable).join('\t')}\n`).join('');

/**
 * For people: a row a line, not wider than the terminal. What does not fit is cut off the last column.
 *
 * @param titled whether the titles of the columns come first
 */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = Infinity, hasColors }: Omit<Sink, 'write'>,
  titled = true,
): string {
  const cells = rows.map((row) => row.map((text, i) => cut(printable(text), columns[i]?.longest)));
  const head = columns.map(({ title }) => title);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    cut(
      row
        .map((text, i) => pad(text, widths[i] ?? 0, columns[i]?.align))
        .join('  ')
        .trimEnd(),
      width,
    );
  const title = hasColors ? paint(line(head), 'bold') : line(head);
  return [...(titled ? [title] : []), ...cells.map(line)].map((text) => `${text}\n`).join('');
}

const pad = (text: string, width: number, align: Column['align']) =>
  align === 'right' ? text.padStart(width) : text.padEnd(width);
