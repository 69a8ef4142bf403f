import { formatBytes } from '../../format.js';
import { sumOf, type BlobCount } from '../shared/blobs.js';
import { formatAge } from '../shared/durations.js';
import { countOf, formatCount } from '../shared/numbers.js';
import { printTable, type Column } from '../shared/table.js';
import { cut, paint, type Screen } from '../shared/terminal.js';
import type { Usage } from './measure-usage.js';

/** The usage of a container, as a table and a chart. */
export function printUsage(usage: Usage, now: number, screen: Screen): string {
  const { container, account, ages } = usage;
  const title = paint(cut(`Container ${container} in ${account}`, screen.width), 'bold', screen);
  return `${title}\n\n${printTable(columns, toRows(usage, now), screen)}\n${printChart(ages, screen)}\n`;
}

/** The artifacts of several containers together. */
export function printSum(found: readonly Usage[]): string {
  const { count, bytes } = sumOf(found.map(artifactsOf));
  return `Total: ${countOf(count, 'artifact')}, ${formatBytes(bytes)}\n`;
}

const artifactsOf = ({ groups }: Usage): BlobCount => sumOf([...groups.values()]);

const columns: readonly Column[] = [
  { title: 'SCOPE' },
  ...['SCOPES', 'COUNT', 'SIZE', 'OLDEST', 'NEWEST'].map((title) => ({ title, align: 'right' }) as const),
];

function toRows(usage: Usage, now: number): string[][] {
  const { groups, records, foreign } = usage;
  const sorted = [...groups].sort(([, a], [, b]) => b.bytes - a.bytes);
  const rows = sorted.map(([name, group]) => [
    name,
    formatCount(group.scopes.size),
    ...figures(group),
    formatAge(now - group.oldest),
    formatAge(now - group.newest),
  ]);
  rows.push(['total', '', ...figures(artifactsOf(usage))]);
  if (records.count > 0) rows.push(['run records', '', ...figures(records)]);
  if (foreign.count > 0) rows.push(['not of this cache', '', ...figures(foreign)]);
  return rows;
}

const figures = ({ count, bytes }: BlobCount) => [formatCount(count), formatBytes(bytes)];

const defaultWidth = 80;
const longestBar = 40;
/** A shorter bar is not readable. */
const shortestBar = 8;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars as long as their bytes, scaled to the largest; only the figures if the terminal is too narrow. */
function printChart(ages: Usage['ages'], screen: Screen): string {
  const rows = Object.entries(ages).map(([label, total]) => [label, ...figures(total)]);
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const taken = widths.reduce((total, each) => total + each + 2, 0);
  const room = Math.min(longestBar, (screen.width ?? defaultWidth) - taken);
  const largest = Math.max(1, ...Object.values(ages).map(({ bytes }) => bytes));
  return Object.values(ages)
    .map(({ bytes }, i) => {
      const [label = '', ...numbers] = rows[i] ?? [];
      const cells = numbers.map((text, at) => text.padStart(widths[at + 1] ?? 0));
      const bar = room < shortestBar ? '' : drawBar((room * bytes) / largest);
      if (bar !== '') cells.push(paint(bar, 'cyan', screen));
      return `${[label.padEnd(widths[0] ?? 0), ...cells].join('  ')}\n`;
    })
    .join('');
}

/** Any length above 0 shows at least the thinnest line. */
function drawBar(length: number): string {
  const parts = length > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(parts >> 3) + (eighths[parts % 8] ?? '');
}

/** For machines: docs/operations.md. */
export function toFigures(usage: Usage): object {
  const { container, account, groups, ages, records, foreign } = usage;
  const scopes = [...groups].map(([scope, group]) => ({
    scope,
    scopes: group.scopes.size,
    count: group.count,
    bytes: group.bytes,
    oldest: new Date(group.oldest).toISOString(),
    newest: new Date(group.newest).toISOString(),
  }));
  return { container, account, total: artifactsOf(usage), scopes, ages, runRecords: records, foreign };
}
