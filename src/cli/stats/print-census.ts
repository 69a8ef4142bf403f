import { formatBytes, plural } from '../../format.js';
import type { Sink } from '../host.js';
import { cut } from '../print/cut.js';
import { formatAge, formatCount } from '../print/numbers.js';
import { paint } from '../print/paint.js';
import { printTable, type Column } from '../print/table.js';
import type { Census } from './census.js';
import { printChart } from './print-chart.js';
import { sum, type Tally } from './tally.js';

type Terminal = Omit<Sink, 'write'>;

/** What is in a container, as a table and a chart. */
export function printCensus(census: Census, now: number, terminal: Terminal): string {
  const { container, account, ages } = census;
  const title = cut(`Container ${container} in ${account}`, terminal.width);
  const head = terminal.hasColors ? paint(title, 'bold') : title;
  const chart = printChart(
    Object.entries(ages).map(([label, tally]) => ({ label, ...tally })),
    terminal,
  );
  return `${head}\n\n${printTable(columns, toRows(census, now), terminal)}\n${chart}\n`;
}

/** Of several containers, what is in them together. */
export function printSum(found: readonly Census[]): string {
  const { count, bytes } = sum(found.map(artifactsOf));
  return `Together: ${plural(count, 'artifact').replace(/^\d+/, formatCount(count))}, ${formatBytes(bytes)}\n`;
}

/** All artifacts of a container. */
export const artifactsOf = ({ groups }: Census): Tally => sum([...groups.values()]);

const columns: readonly Column[] = [
  { title: 'SCOPE' },
  { title: 'SCOPES', align: 'right' },
  { title: 'COUNT', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'OLDEST', align: 'right' },
  { title: 'NEWEST', align: 'right' },
];

function toRows(census: Census, now: number): string[][] {
  const { groups, records, foreign } = census;
  const sorted = [...groups].sort(([, a], [, b]) => b.bytes - a.bytes);
  return [
    ...sorted.map(([name, group]) => [
      ...[name, formatCount(group.scopes.size), ...figures(group)],
      ...[formatAge(now - group.oldest), formatAge(now - group.newest)],
    ]),
    ['total', '', ...figures(artifactsOf(census))],
    ...(records.count > 0 ? [['run records', '', ...figures(records)]] : []),
    ...(foreign.count > 0 ? [['not of this cache', '', ...figures(foreign)]] : []),
  ];
}

const figures = ({ count, bytes }: Tally) => [formatCount(count), formatBytes(bytes)];
