import { docsPage } from '../../docs-page.js';
import { formatBytes, formatDuration } from '../../format.js';
import { formatSpan } from '../shared/durations.js';
import { countOf, formatCount } from '../shared/numbers.js';
import { printTable, type Column } from '../shared/table.js';
import type { Screen } from '../shared/terminal.js';
import type { RunStatistics, Span } from './aggregate.js';
import { hitRate, lookupsOf, type Figures } from './figures.js';

const mostGroups = 15;
const longestBar = 20;

/** How runs used the cache, as tables: over time with a chart, by branch, by project. */
export function printRuns(statistics: RunStatistics, screen: Screen): string {
  const { total, periods, branches, projects } = statistics;
  if (total.runs === 0)
    return `No run records were found for this time. To keep them, set azure.recordRuns in nx.json: ${docsPage('run-summary.md')}\n`;
  const tables = [printPeriods(periods, screen), printGroups('BRANCH', branches, screen)];
  if (projects.size > 0) tables.push(printGroups('PROJECT', projects, screen));
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

/** Tasks run in parallel, so this is not wall-clock time. */
function printSaved({ hits, knownHits, savedMs }: Figures): string {
  const unknown = hits - knownHits;
  const rest = unknown > 0 ? `; build time unknown for ${countOf(unknown, 'hit')}` : '';
  return `${formatSpan(savedMs)} of tasks, by ${countOf(knownHits, 'hit')}${rest}`;
}

function printPeriods(periods: RunStatistics['periods'], screen: Screen): string {
  const rows = [...periods].map(([name, figures]) => [name, ...cellsOf(figures), barOf(figures)]);
  return printTable([{ title: 'ENDED' }, ...columns, { title: '' }], rows, screen);
}

function printGroups(title: string, groups: RunStatistics['branches'], screen: Screen): string {
  const rows = [...groups].map(([name, figures]) => [name, ...cellsOf(figures)]);
  const table = printTable([{ title, longest: 40 }, ...columns], rows.slice(0, mostGroups), screen);
  const left = rows.length - mostGroups;
  return left > 0 ? `${table}… and ${countOf(left, 'other')}\n` : table;
}

const columns: readonly Column[] = ['RUNS', 'HITS', 'MISSES', 'RATE', 'RETRIEVED', 'SAVED', 'FAULTS'].map(
  (title) => ({ title, align: 'right' }),
);

function cellsOf(figures: Figures): string[] {
  const { runs, hits, misses, bytesIn, savedMs, faults } = figures;
  return [
    formatCount(runs),
    formatCount(hits),
    formatCount(misses),
    formatRate(figures),
    formatBytes(bytesIn),
    formatSpan(savedMs),
    formatCount(faults),
  ];
}

function formatRate(figures: Figures): string {
  const rate = hitRate(figures);
  return rate === undefined ? '-' : `${Math.floor(rate * 100)} %`;
}

const barOf = (figures: Figures) => '█'.repeat(Math.round((hitRate(figures) ?? 0) * longestBar));

/** For machines: docs/run-summary.md. */
export function toResult(statistics: RunStatistics, { since, until }: Span, unreadable: number): object {
  const { total, periods, branches, projects, faults } = statistics;
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    unreadable,
    total: toFigures(total),
    periods: toRows('start', periods),
    branches: toRows('branch', branches),
    projects: toRows('project', projects),
    faults: [...faults].map(([kind, count]) => ({ kind, count })),
  };
}

const toFigures = (figures: Figures) => ({ ...figures, hitRate: hitRate(figures) ?? null });

const toRows = (key: string, groups: RunStatistics['branches']) =>
  [...groups].map(([name, figures]) => ({ [key]: name, ...toFigures(figures) }));
