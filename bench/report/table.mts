import { groupBy } from './group-by.mjs';
import type { Comparison } from './compare.mjs';
import type { Spread } from './statistics.mjs';

/** One Markdown table for each place and phase. */
export function renderTables(comparisons: readonly Comparison[]): string {
  const groups = groupBy(comparisons, ({ section, place, phase }) => `${section}: ${place}, ${phase}`);
  return [...groups].map(([title, group]) => `### ${title}\n\n${renderTable(group)}`).join('\n\n');
}

type Column = readonly [title: string, cell: (comparison: Comparison) => string];

const columns: readonly Column[] = [
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

/** Of those who may sign in. */
const signInColumns: readonly Column[] = [
  ['added, ms (middle half)', ({ added: { median, quartiles } }) => withRange(median, quartiles, whole)],
  ['`az` started', ({ azStarts }) => spread(azStarts, whole)],
  ['stood still, by its own account, ms', ({ waitedMs }) => spread(waitedMs, whole)],
];

function renderTable(comparisons: readonly Comparison[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const sorted = [...comparisons].sort(
    (a, b) => a.family.localeCompare(b.family) || a.added.median - b.added.median,
  );
  const shown = [...columns, ...(comparisons.some(({ azStarts }) => azStarts) ? signInColumns : [])];
  const head = [line(shown.map(([title]) => title)), line(shown.map(() => '---'))];
  return [...head, ...sorted.map((comparison) => line(shown.map(([, cell]) => cell(comparison))))].join('\n');
}

const spread = (values: Spread | undefined, format: (value: number) => string) =>
  values ? withRange(values.median, [values.least, values.most], format) : '–';

const withRange = (
  median: number,
  [from, to]: readonly [number, number],
  format: (value: number) => string,
) => `**${format(median)}** (${format(from)}–${format(to)})`;

const whole = (value: number) => value.toFixed(0);

const megabytes = (bytes: Spread | undefined, digits: number) =>
  bytes ? (bytes.median / 1e6).toFixed(digits) : '–';
