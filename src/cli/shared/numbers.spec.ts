import { expect, test } from 'vitest';

import { countOf, formatCount, parseSize } from './numbers.js';

test('thousands are separated', () => {
  expect([formatCount(0), formatCount(999), formatCount(1234567)]).toEqual(['0', '999', '1,234,567']);
});

test.each([
  ['0', 0],
  ['0B', 0],
  ['1B', 1],
  ['500MB', 500e6],
  ['50GB', 50e9],
  ['50 gb', 50e9],
  ['1kB', 1000],
  ['1.5TB', 1.5e12],
  ['1KiB', 1024],
  ['1GiB', 2 ** 30],
  ['0.1KiB', 102],
])('%j is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  '',
  '50',
  '50G',
  'GB',
  '-1GB',
  '50GBs',
  '1e3MB',
  '1,5GB',
  '1iB',
  '50 GB left',
  'Infinity',
  '999999999999999TB',
])('%j is not a size', (text) => {
  expect(() => parseSize(text)).toThrow('a number with a unit, e.g. 500MB, 50GB, 1.5TB or 1GiB; or 0');
});

test.each([
  [0, '0 blobs'],
  [1, '1 blob'],
  [1234, '1,234 blobs'],
])('a count of %i is %s', (count, text) => {
  expect(countOf(count, 'blob')).toBe(text);
});
