import { expect, test } from 'vitest';

import { formatBytes, formatDuration, plural } from './format.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1_234_567, '1.2 MB'],
  [4_000_000_000, '4.0 GB'],
  [9e15, '9000.0 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [340, '0.3 s'],
  [59_900, '59.9 s'],
  [125_000, '2 min 5 s'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, '0 misses'],
  [1, '1 miss'],
  [2, '2 misses'],
])('%d: %s', (count, text) => {
  expect(plural(count, 'miss', 'misses')).toBe(text);
});
