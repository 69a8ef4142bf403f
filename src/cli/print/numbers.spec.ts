import { expect, test } from 'vitest';
import { formatAge, formatCount } from './numbers.js';

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

test('thousands are told apart', () => {
  expect([formatCount(0), formatCount(999), formatCount(1234567)]).toEqual(['0', '999', '1,234,567']);
});
