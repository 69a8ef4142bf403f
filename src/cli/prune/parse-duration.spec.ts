import { expect, test } from 'vitest';
import { parseDuration } from './parse-duration.js';

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
  '%j is none',
  (text) => {
    expect(() => parseDuration(text)).toThrow('a number with a unit: 90m, 12h, 30d, 2w');
  },
);
