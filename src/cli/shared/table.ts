import { cut, paint, printable, type Screen } from './terminal.js';

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** maximum in characters, in a terminal */
  readonly longest?: number;
}

/** For machines: columns separated by tabs, nothing cut, no titles. */
export const printTabs = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(printable).join('\t')}\n`).join('');

/**
 * For people: one line a row, not wider than the terminal. The last column is cut to fit.
 *
 * @param titled whether the titles of the columns come first
 */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  screen: Screen,
  titled = true,
): string {
  const cells = rows.map((row) => row.map((text, i) => cut(printable(text), columns[i]?.longest)));
  const head = columns.map(({ title }) => title);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) => {
    const padded = row.map((text, i) => pad(text, widths[i] ?? 0, columns[i]?.align));
    return cut(padded.join('  ').trimEnd(), screen.width);
  };
  const lines = cells.map(line);
  if (titled) lines.unshift(paint(line(head), 'bold', screen));
  return lines.map((text) => `${text}\n`).join('');
}

const pad = (text: string, width: number, align: Column['align']) =>
  align === 'right' ? text.padStart(width) : text.padEnd(width);
