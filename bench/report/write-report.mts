import { groupBy } from './group-by.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Results, Row } from '../results.mjs';
import { renderChart, type Group } from './chart.mjs';
import { compare, type Comparison } from './compare.mjs';
import { isOurs } from '../subjects/subject.mjs';
import { judge } from '../goals/judge.mjs';
import { renderTables } from './table.mjs';

const latest = join(import.meta.dirname, '../latest');

/** Writes the tables and the charts of one or more runs to `bench/latest`, which git keeps. */
export async function writeReport(runs: readonly Results[]): Promise<string> {
  mkdirSync(latest, { recursive: true });
  const comparisons = compare(rowsOf(runs));
  for (const [name, title, chosen] of charts) {
    const groups = groupsOf(comparisons.filter(chosen));
    if (groups.length > 0) writeFileSync(join(latest, `${name}.svg`), renderChart(title, groups));
  }
  const markdown = await format(renderPage(runs, comparisons), { parser: 'markdown', printWidth: 110 });
  writeFileSync(join(latest, 'benchmark.md'), markdown);
  return markdown;
}

/** All rows as if of one run: a round is compared with its own run only. */
export const rowsOf = (runs: readonly Results[]): Row[] =>
  runs.flatMap(({ rows }, index) => rows.map((row) => ({ ...row, round: row.round + index * 1000 })));

type Chosen = (comparison: Comparison) => boolean;
const isShared: Chosen = ({ section, isLimit }) => section === 'share' && !isLimit;

const charts: readonly (readonly [name: string, title: string, chosen: Chosen])[] = [
  [
    'added-region',
    'Seconds added over the limit: CI in the region',
    (one) => isShared(one) && one.place.includes('region'),
  ],
  [
    'added-home',
    'Seconds added over the limit: developer at home',
    (one) => isShared(one) && one.place.includes('home'),
  ],
];

function groupsOf(comparisons: readonly Comparison[]): Group[] {
  const places = groupBy(comparisons, ({ place, phase }) => `${place.replace(/, \w+, \w+$/, '')}, ${phase}`);
  return [...places].map(([title, group]) => ({
    title,
    bars: group.map(barOf).sort((a, b) => a.value - b.value),
  }));
}

function barOf({ subject, added }: Comparison) {
  const [value, least, most] = [added.median / 1000, added.least / 1000, added.most / 1000];
  return { label: subject, value, least, most, own: isOurs(subject) };
}

/** The page as Markdown; its head names the command, the commit and the date of each run. */
export function renderPage(runs: readonly Results[], comparisons: readonly Comparison[]): string {
  const failures = runs.flatMap((run) => run.failures);
  return [
    '# Benchmark',
    `${runs.map(originOf).join('; ')}. ${machineOf(runs)}`,
    'Medians, with the least and the most of all rounds; ratios are to the limit of the same tool in the same round.',
    '## Goals',
    judge(comparisons)
      .map(({ goal, met, figures }) => `- **${met}** ${goal}: ${figures}`)
      .join('\n'),
    '## Figures',
    renderTables(comparisons),
    ...(failures.length > 0 ? ['## What did not work', failures.map(lineOf).join('\n')] : []),
  ].join('\n\n');
}

const originOf = ({ command, revision, date }: Results) =>
  `\`${command}\` at commit ${revision} on ${date.slice(0, 10)}`;

function machineOf([first]: readonly Results[]): string {
  if (first === undefined) throw new Error('there are no results to report');
  const { processor, cores, memoryGiB, node } = first.machine;
  return `On ${cores} cores (${processor}), ${memoryGiB} GiB, driven by Node ${node}.`;
}

const lineOf = ({ section, work, network, subject, reason }: Results['failures'][number]) =>
  `- ${section} ${work} ${network}, ${subject}: ${reason.split('\n')[0] ?? ''}`;
