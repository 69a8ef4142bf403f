import { version } from '../../../../package.json';
import type { RunStatistics, Span } from './aggregate.js';
import { hitRate, type Figures } from './figures.js';

/** The figures for machines (docs/run-summary.md). */
export function toJson(statistics: RunStatistics, { since, until }: Span, unreadable: number): string {
  const { total, periods, branches, projects, faults } = statistics;
  const found = {
    version,
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    unreadable,
    total: toFigures(total),
    periods: toRows('start', periods),
    branches: toRows('branch', branches),
    projects: toRows('project', projects),
    faults: [...faults].map(([kind, count]) => ({ kind, count })),
  };
  return `${JSON.stringify(found, undefined, 2)}\n`;
}

const toFigures = (figures: Figures) => ({ ...figures, hitRate: hitRate(figures) ?? null });

const toRows = (key: string, groups: RunStatistics['branches']) =>
  [...groups].map(([name, figures]) => ({ [key]: name, ...toFigures(figures) }));
