import { expect, test } from 'vitest';

import { findLimit } from './plan-prune.js';

const sizes = [10, 10, 10, 10, 10];
const times = [5, 1, 3, 1, 3];
const limitOf = (excess: number, before = 0) => findLimit({ times, sizes, excess, before });

test.each([
  ['no excess', 0, { before: 0, atMoment: 0 }, 0],
  ['less than allowed', -20, { before: 0, atMoment: 0 }, 0],
  ['a little, of one moment', 1, { before: 1, atMoment: 1 }, 1],
  ['all of the first moment', 20, { before: 1, atMoment: 2 }, 2],
  ['some of the second one', 21, { before: 3, atMoment: 1 }, 3],
  ['everything', 50, { before: 5, atMoment: 1 }, 5],
  ['more than there is', 500, { before: 5, atMoment: 1 }, 5],
])('the oldest go first: %s', (_, excess, limit, count) => {
  expect(limitOf(excess)).toEqual({ limit: { expired: 0, ...limit }, taken: { count, bytes: count * 10 } });
});

test('expired artifacts are not counted, up to the very moment', () => {
  expect(limitOf(10, 1).limit).toEqual({ expired: 1, before: 1, atMoment: 1 });
});

test('a million artifacts take less than 10 s of the processor', () => {
  const many = Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_000);
  const started = process.cpuUsage();
  const { limit, taken } = findLimit({
    times: many,
    sizes: many.map(() => 1),
    excess: 500_000,
    before: -Infinity,
  });
  expect(limit).toMatchObject({ before: 499_999, atMoment: 1 });
  expect(taken.count).toBe(500_000);
  expect(process.cpuUsage(started).user).toBeLessThan(10_000_000); // microseconds
});
