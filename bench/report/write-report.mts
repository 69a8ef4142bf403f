import { groupBy } from './group-by.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Results } from '../results.mjs';
import { renderChart, type Group } from './chart.mjs';
import { compare, type Comparison } from './compare.mjs';
import { isOurs } from '../subjects/subject.mjs';
import { judge } from '../goals/judge.mjs';
import { renderTables } from './table.mjs';

const assets = join(import.meta.dirname, '../../docs/assets');

/** The table and the charts of a benchmark, where the pages of the project show them. */
export async function writeReport(results: Results): Promise<string> {
  mkdirSync(assets, { recursive: true });
  const comparisons = compare(results.rows);
  for (const [name, title, chosen] of charts) {
    const groups = groupsOf(comparisons.filter(chosen));
    if (groups.length > 0) writeFileSync(join(assets, `${name}.svg`), renderChart(title, groups));
  }
  const markdown = await format(pageOf(results, comparisons), { parser: 'markdown', printWidth: 110 });
  writeFileSync(join(assets, 'benchmark.md'), markdown);
  return markdown;
}

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

function pageOf({ date, command, machine, failures }: Results, comparisons: readonly Comparison[]): string {
  const { processor, cores, memoryGiB, node } = machine;
  return [
    '# Benchmark',
    `\`${command}\`, ${date.slice(0, 10)}, on ${cores} cores (${processor}), ${memoryGiB} GiB, driven by Node ${node}.`,
    'Medians, with the least and the most of all rounds; ratios are to the limit of the same tool in the same round.',
    '## Goals',
    judge(comparisons)
      .map(({ goal, met, figures }) => `- **${met}** ${goal}: ${figures}`)
      .join('\n'),
    '## Figures',
    renderTables(comparisons),
    ...(failures.length > 0
      ? [
          '## What did not work',
          failures
            .map(
              ({ section, work, network, subject, reason }) =>
                `- ${section} ${work} ${network}, ${subject}: ${reason.split('\n')[0] ?? ''}`,
            )
            .join('\n'),
        ]
      : []),
  ].join('\n\n');
}
