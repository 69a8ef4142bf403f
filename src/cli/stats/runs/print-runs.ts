import { docsPage } from '../../../docs-page.js';
import { formatBytes, formatDuration, plural } from '../../../format.js';
import type { Sink } from '../../host.js';
import { formatCount } from '../../print/numbers.js';
import { printTable, type Column } from '../../print/table.js';
import type { RunStatistics } from './aggregate.js';
import { hitRate, lookupsOf, type Figures } from './figures.js';

type Terminal = Omit<Sink, 'write'>;

const mostGroups = 15;
const longestBar = 20;

/** What the runs of some time did with the cache, as tables: by time with a chart, by branch, by project. */
export function printRuns(statistics: RunStatistics, terminal: Terminal): string {
  const { total, periods, branches, projects } = statistics;
  if (total.runs === 0)
    return `No run has left a record in this time (azure.recordRuns in nx.json: ${docsPage('run-summary.md')})\n`;
  const tables = [
    printGroups('ENDED', periods, { terminal, hasChart: true }),
    printGroups('BRANCH', branches, { terminal }),
    ...(projects.size > 0 ? [printGroups('PROJECT', projects, { terminal })] : []),
  ];
  return [printTotal(statistics), ...tables].join('\n');
}

function printTotal({ total, faults }: RunStatistics): string {
  const { runs, hits, discarded, stored, bytesIn, bytesOut, waitedMs } = total;
  const kinds = [...faults].map(([kind, count]) => `${formatCount(count)} ${kind}`);
  const unused = discarded > 0 ? `, ${formatCount(discarded)} not taken by Nx` : '';
  const lines = {
    runs: formatCount(runs),
    hits: `${formatCount(hits)} of ${formatCount(lookupsOf(total))} lookups (${formatRate(total)})${unused}, ${formatBytes(bytesIn)}`,
    stored: `${formatCount(stored)}, ${formatBytes(bytesOut)}`,
    saved: printSaved(total),
    waited: formatDuration(waitedMs),
    faults: kinds.length > 0 ? kinds.join(', ') : 'none',
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(8)}${value}\n`)
    .join('');
}

/** Tasks run side by side, so that this is not time on the clock. */
function printSaved({ hits, knownHits, savedMs }: Figures): string {
  const unknown = hits - knownHits;
  const rest = unknown > 0 ? `; of ${plural(unknown, 'other hit')} no record tells` : '';
  return `${formatSpan(savedMs)} of tasks, by ${plural(knownHits, 'hit')}${rest}`;
}

interface Look {
  readonly terminal: Terminal;
  readonly hasChart?: boolean;
}

function printGroups(title: string, groups: RunStatistics['branches'], { terminal, hasChart }: Look): string {
  const all = [...groups];
  const shown = hasChart ? all : all.slice(0, mostGroups);
  const rows = shown.map(([name, figures]) => [
    name,
    ...cellsOf(figures),
    ...(hasChart ? [barOf(figures)] : []),
  ]);
  const columns = [{ title, longest: 40 }, ...figureColumns, ...(hasChart ? [{ title: '' }] : [])];
  const left = all.length - shown.length;
  return `${printTable(columns, rows, terminal)}${left > 0 ? `… and ${plural(left, 'other')}\n` : ''}`;
}

const figureColumns: readonly Column[] = [
  'RUNS',
  'HITS',
  'MISSES',
  'RATE',
  'RESTORED',
  'SAVED',
  'FAULTS',
].map((title) => ({ title, align: 'right' }));

function cellsOf(figures: Figures): string[] {
  const { runs, hits, misses, bytesIn, savedMs, faults } = figures;
  return [
    ...[runs, hits, misses].map(formatCount),
    ...[formatRate(figures), formatBytes(bytesIn), formatSpan(savedMs), formatCount(faults)],
  ];
}

function formatRate(figures: Figures): string {
  const rate = hitRate(figures);
  return rate === undefined ? '-' : `${Math.floor(rate * 100)} %`;
}

const barOf = (figures: Figures) => '█'.repeat(Math.round((hitRate(figures) ?? 0) * longestBar));

/** `31 h 12 min`, `5 min`, `12 s` */
export function formatSpan(ms: number): string {
  const [minutes, hours] = [Math.floor(ms / 60_000), Math.floor(ms / 3_600_000)];
  if (hours > 0) return `${formatCount(hours)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min` : `${Math.floor(ms / 1_000)} s`;
}
