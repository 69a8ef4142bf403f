import { expect, test } from 'vitest';

import { formatAge, formatSpan, parseDuration } from './durations.js';

const hour = 60 * 60_000;

test.each([
  ['90m', 1.5 * hour],
  ['12h', 12 * hour],
  ['30d', 30 * 24 * hour],
  ['30D', 30 * 24 * hour],
  ['2w', 14 * 24 * hour],
  ['1.5d', 36 * hour],
  [' 7 d ', 7 * 24 * hour],
])('%j is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '30', 'd', '0d', '-1d', '30s', '30days', '1e3d', '1,5d', '30d12h', 'NaNd', '٣d', '9999999d'])(
  '%j is not a duration',
  (text) => {
    expect(() => parseDuration(text)).toThrow('a number with a unit, e.g. 90m, 12h, 30d or 2w');
  },
);

test.each([
  [-1, 'now'],
  [0, 'now'],
  [59_999, 'now'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
  [86_400_000 * 1234, '1,234 d'],
])('%i ms ago: %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [112_320_000, '31 h 12 min'],
  [3_600_000_000, '1,000 h 0 min'],
])('%d ms are %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});
