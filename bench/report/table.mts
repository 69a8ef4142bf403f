import { groupBy } from './group-by.mjs';
import type { Comparison } from './compare.mjs';
import type { Spread } from './statistics.mjs';

/** One Markdown table for each place and phase. */
export function renderTables(comparisons: readonly Comparison[]): string {
  const groups = groupBy(comparisons, ({ section, place, phase }) => `${section}: ${place}, ${phase}`);
  return [...groups].map(([title, group]) => `### ${title}\n\n${renderTable(group)}`).join('\n\n');
}

const columns: readonly (readonly [title: string, cell: (comparison: Comparison) => string])[] = [
  ['', ({ subject, isLimit }) => (isLimit ? `_${subject}_` : subject)],
  ['time, s', ({ ms }) => spread(ms, (value) => (value / 1000).toFixed(2))],
  ['of its limit', ({ ratio }) => spread(ratio, (value) => value.toFixed(2))],
  ['without drain or start-up', ({ doneRatio }) => doneRatio.median.toFixed(2)],
  ['added, s', ({ added }) => (added.median / 1000).toFixed(2)],
  ['CPU, s', ({ cpuSeconds }) => cpuSeconds.median.toFixed(2)],
  ['peak, MB', ({ peakBytes }) => megabytes(peakBytes, 0)],
  ['wire, MB', ({ wireBytes }) => megabytes(wireBytes, 1)],
  ['requests', ({ requests }) => requests?.median.toFixed(0) ?? '–'],
];

function renderTable(comparisons: readonly Comparison[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const sorted = [...comparisons].sort(
    (a, b) => a.family.localeCompare(b.family) || a.added.median - b.added.median,
  );
  const head = [line(columns.map(([title]) => title)), line(columns.map(() => '---'))];
  return [...head, ...sorted.map((comparison) => line(columns.map(([, cell]) => cell(comparison))))].join(
    '\n',
  );
}

const spread = ({ median, least, most }: Spread, format: (value: number) => string) =>
  `**${format(median)}** (${format(least)}–${format(most)})`;

const megabytes = (bytes: Spread | undefined, digits: number) =>
  bytes ? (bytes.median / 1e6).toFixed(digits) : '–';
