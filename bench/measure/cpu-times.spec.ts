import { expect, test } from 'vitest';
import { parseTimes } from './cpu-times.mjs';

test.each([
  ['0m0.004s 0m0.002s\n0m0.430s 0m0.101s\n', 0.531],
  ['0m0.000s 0m0.000s\n1m8.430s 2m2.000s\n', 190.43],
])('%j is what the children used', (text, seconds) => {
  expect(parseTimes(text)).toBeCloseTo(seconds, 3);
});
