import { expect, test } from 'vitest';
import type { ConfigIssue } from '../errors.js';
import { resolveDrainLimits } from './drain-limits.js';

const total = 'NX_AZURE_CACHE_DRAIN_TIMEOUT';
const stall = 'NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT';

test.each([
  [{}, 10_000, 300_000],
  [{ [total]: '', [stall]: ' ' }, 10_000, 300_000],
  [{ [total]: '60' }, 10_000, 60_000],
  [{ [stall]: '2.5' }, 2_500, 300_000],
  [{ [total]: '0', [stall]: '0' }, 0, 0],
  [{ [total]: ' 99999 ' }, 10_000, 99_999_000],
])('%j', (env, stalled, inAll) => {
  const issues: ConfigIssue[] = [];
  expect(resolveDrainLimits(env, issues)).toEqual({ stalled, total: inAll });
  expect(issues).toEqual([]);
});

test.each(['-1', '5m', '1e3', 'Infinity', 'NaN', '1,5', '100000', '.5'])('%s is refused', (given) => {
  const issues: ConfigIssue[] = [];
  resolveDrainLimits({ [total]: given, [stall]: given }, issues);
  const expected = { expected: 'a number of seconds, e.g. 30', given: JSON.stringify(given) };
  expect(issues).toEqual([
    { path: stall, ...expected },
    { path: total, ...expected },
  ]);
});
