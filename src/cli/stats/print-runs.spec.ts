import { expect, test } from 'vitest';

import { aRecord } from '../../../test/support/fakes/record.js';
import { aggregate } from './aggregate.js';
import { printRuns } from './print-runs.js';

const span = { since: Date.parse('2026-11-21T12:00:00Z'), until: Date.parse('2026-11-22T18:00:00Z') };
const terminal = { width: 100, hasColors: false };
const print = (...records: Parameters<typeof aggregate>[0]) => printRuns(aggregate(records, span), terminal);

test('the sums are followed by tables by time, branch and project', () => {
  expect(print(aRecord())).toBe(`runs    1
hits    1 of 2 lookups (50 %), 2.0 kB
stored  1, 812 B
saved   0 s of tasks, by 0 hits; build time unknown for 1 hit
waited  0.3 s
faults  1 timeout

ENDED       RUNS  HITS  MISSES  RATE  RETRIEVED  SAVED  FAULTS
2026-11-22     1     1       1  50 %     2.0 kB    0 s       1  ██████████

BRANCH  RUNS  HITS  MISSES  RATE  RETRIEVED  SAVED  FAULTS
main       1     1       1  50 %     2.0 kB    0 s       1

PROJECT  RUNS  HITS  MISSES   RATE  RETRIEVED  SAVED  FAULTS
app         1     1       0  100 %     2.0 kB    0 s       0
web         1     0       1    0 %        0 B    0 s       0
`);
});

test('hits that Nx did not use are printed beside the hits', () => {
  const { totals } = aRecord();
  expect(print(aRecord({ totals: { ...totals, discarded: 2 } }))).toContain(
    'hits    1 of 4 lookups (25 %), 2 not taken by Nx, 2.0 kB\n',
  );
});

test('fifteen branches are listed, and the rest counted', () => {
  const text = print(
    ...Array.from({ length: 20 }, (_, i) =>
      aRecord({ ci: { provider: 'GitHub Actions', event: 'push', branch: `b${i}` } }),
    ),
  );
  expect(text.match(/^b\d+ /gm)).toHaveLength(15);
  expect(text).toContain('… and 5 others\n');
});

test('the name of a branch cannot move the cursor', () => {
  const text = print(aRecord({ ci: { provider: 'x', event: 'push', branch: 'a\u001b[2Jb\r\nc' } }));
  expect(text).toContain('abc');
  for (const control of ['\u001b', '\r']) expect(text).not.toContain(control);
});

test('without records it prints how to keep them', () => {
  expect(print()).toContain('azure.recordRuns in nx.json');
});
