import { expect, test } from 'vitest';

import { aRecord } from '../../../test/fakes/record.js';
import { aggregate, periodsOf } from './aggregate.js';
import { hitRate } from './figures.js';

const span = { since: Date.parse('2026-11-20T12:00:00Z'), until: Date.parse('2026-11-22T18:00:00Z') };
const ci = (more: object) => ({ ci: { provider: 'GitHub Actions', event: 'push', ...more } });
const names = (groups: ReadonlyMap<string, unknown>) => [...groups.keys()];

test('a run counts in the total, its day and its branch', () => {
  const { total, periods, branches } = aggregate([aRecord(), aRecord()], span);
  const both = {
    runs: 2,
    hits: 2,
    misses: 2,
    discarded: 0,
    stored: 2,
    faults: 2,
    bytesIn: 4000,
    bytesOut: 1624,
    waitedMs: 680,
    savedMs: 0,
    knownHits: 0,
  };
  expect(total).toEqual(both);
  expect([...periods]).toEqual([['2026-11-22', both]]);
  expect([...branches]).toEqual([['main', both]]);
});

test('a hit saves the fastest build time of its task', () => {
  const built = (buildMs: number) =>
    aRecord({ artifacts: [{ operation: 'store', outcome: 'stored', hash: '10', project: 'app', buildMs }] });
  const { total, projects } = aggregate([aRecord(), built(9_000), built(7_000)], span);
  expect(total).toMatchObject({ savedMs: 7_000, knownHits: 1 });
  expect(projects.get('app')).toMatchObject({ runs: 3, hits: 1, savedMs: 7_000, stored: 2 });
});

test('a run before the span counts only for build times', () => {
  const before = aRecord({
    end: '2026-11-01T00:00:00.000Z',
    artifacts: [{ operation: 'store', outcome: 'stored', hash: '10', buildMs: 7_000 }],
  });
  expect(aggregate([aRecord(), before], span).total).toMatchObject({ runs: 1, savedMs: 7_000 });
});

test('a hit that Nx did not use is a lookup, but not a hit, and saves nothing', () => {
  const { totals } = aRecord();
  const discarded = aRecord({
    totals: { ...totals, hits: 0, misses: 0, discarded: 1 },
    artifacts: [
      {
        operation: 'retrieve',
        outcome: 'discarded',
        hash: '10',
        project: 'app',
        bytes: 2000,
        buildMs: 7_000,
      },
    ],
  });
  const { total, projects } = aggregate([aRecord(), discarded], span);
  expect(total).toMatchObject({ hits: 1, misses: 1, discarded: 1, bytesIn: 4000, knownHits: 1 });
  expect(hitRate(total)).toBeCloseTo(1 / 3);
  expect(projects.get('app')).toMatchObject({ hits: 1, discarded: 1, bytesIn: 4000 });
  expect(hitRate({ hits: 0, misses: 0, discarded: 1 })).toBe(0);
});

test('projects are those of the artifacts, most lookups first', () => {
  const { projects } = aggregate([aRecord()], span);
  expect([...projects].map(([name, { hits, misses, stored }]) => [name, hits, misses, stored])).toEqual([
    ['app', 1, 0, 0],
    ['web', 0, 1, 1],
  ]);
});

test('branches are named after the CI run', () => {
  const records = [
    aRecord({ ci: undefined }),
    aRecord(ci({ branch: 'release/1.2' })),
    aRecord(ci({ event: 'pull-request', pullRequest: '7' })),
    aRecord(ci({ event: 'tag', tag: 'v1' })),
    aRecord(ci({ event: 'other' })),
  ];
  expect(names(aggregate(records, span).branches).sort()).toEqual([
    'GitHub Actions, other',
    'not in CI',
    'pr/7',
    'release/1.2',
    'tag/v1',
  ]);
});

test('faults are counted by kind, most first', () => {
  const records = [
    aRecord(),
    aRecord({
      faults: [
        { kind: 'network', count: 5 },
        { kind: 'timeout', count: 1 },
      ],
    }),
  ];
  expect([...aggregate(records, span).faults]).toEqual([
    ['network', 5],
    ['timeout', 2],
  ]);
});

test('without records all is zero', () => {
  expect(aggregate([], span)).toMatchObject({ total: { runs: 0 }, branches: new Map(), projects: new Map() });
});

test('days without a run are among the periods, from the first run on', () => {
  const early = aRecord({ end: '2026-11-20T13:00:00.000Z' });
  const { periods } = aggregate([aRecord(), early], span);
  expect([...periods].map(([name, { runs }]) => [name, runs])).toEqual([
    ['2026-11-20', 1],
    ['2026-11-21', 0],
    ['2026-11-22', 1],
  ]);
});

const at = (text: string) => Date.parse(text);

test('a month is divided into days', () => {
  const { names, nameOf } = periodsOf(at('2026-10-23T15:00:00Z'), at('2026-11-22T15:00:00Z'));
  expect([names.length, names[0], names.at(-1)]).toEqual([31, '2026-10-23', '2026-11-22']);
  expect(nameOf(at('2026-11-01T23:59:59Z'))).toBe('2026-11-01');
});

test('the last day is included, although it has hardly begun', () => {
  const { names } = periodsOf(at('2026-11-20T15:00:00Z'), at('2026-11-22T01:00:00Z'));
  expect(names).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
});

test('a longer span is divided into weeks, which begin on Monday', () => {
  const { names, nameOf } = periodsOf(at('2026-10-01T00:00:00Z'), at('2026-11-22T15:00:00Z'));
  expect(names).toEqual([
    '2026-09-28',
    '2026-10-05',
    '2026-10-12',
    '2026-10-19',
    '2026-10-26',
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
  ]);
  expect(nameOf(at('2026-11-22T15:00:00Z'))).toBe('2026-11-16');
  expect(nameOf(at('2026-11-16T00:00:00Z'))).toBe('2026-11-16');
});
