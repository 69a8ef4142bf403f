import { formatBytes } from '../../format.js';
import type { Sink } from '../host.js';
import { formatCount } from '../print/numbers.js';
import { paint } from '../print/paint.js';
import type { Tally } from './tally.js';

/** A row of a chart. */
export interface Bar extends Tally {
  readonly label: string;
}

/** Where the width is not known. */
const usualWidth = 80;
const longestBar = 40;
/** A shorter one says nothing. */
const shortestBar = 8;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars as long as their bytes, scaled to the largest; only the figures where the terminal is too narrow. */
export function printChart(
  bars: readonly Bar[],
  { width = usualWidth, hasColors }: Omit<Sink, 'write'>,
): string {
  const rows = bars.map(({ label, count, bytes }) => [label, formatCount(count), formatBytes(bytes)]);
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const room = Math.min(longestBar, width - widths.reduce((total, each) => total + each + 2, 0));
  const largest = Math.max(1, ...bars.map(({ bytes }) => bytes));
  return rows
    .map(([label = '', count = '', size = ''], i) => {
      const figures = `${label.padEnd(widths[0] ?? 0)}  ${count.padStart(widths[1] ?? 0)}  ${size.padStart(widths[2] ?? 0)}`;
      const bar = room < shortestBar ? '' : draw((room * (bars[i]?.bytes ?? 0)) / largest);
      return `${figures}${bar === '' ? '' : `  ${hasColors ? paint(bar, 'cyan') : bar}`}\n`;
    })
    .join('');
}

/** What is there at all shows, if only as the thinnest line. */
function draw(length: number): string {
  const parts = length > 0 ? Math.max(1, Math.round(length * 8)) : 0;
  return '█'.repeat(parts >> 3) + (eighths[parts % 8] ?? '');
}
