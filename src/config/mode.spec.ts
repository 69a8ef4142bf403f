import { expect, test } from 'vitest';
import { cacheMode, modeName, modeNames, type ModeName } from './mode.js';

test.each<[ModeName, boolean, boolean]>([
  ['read-write', true, true],
  ['read-only', true, false],
  ['read', true, false], // nrwl/nx#31535
  ['no-cache', false, false],
])('the mode %s reads: %s, writes: %s', (name, read, write) => {
  expect(cacheMode(name)).toEqual({ read, write });
});

test('there are no other modes', () => {
  expect(modeNames).toEqual(['read-write', 'read-only', 'read', 'no-cache']);
});

test.each<[ModeName, ModeName]>([
  ['read-write', 'read-write'],
  ['read-only', 'read-only'],
  ['read', 'read-only'],
  ['no-cache', 'no-cache'],
])('the mode of the name %s is called %s', (name, word) => {
  expect(modeName(cacheMode(name))).toBe(word);
});
