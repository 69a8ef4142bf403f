import { expect, test } from 'vitest';
import { cacheMode, modeNames, type ModeName } from './mode.js';

test.each<[ModeName, boolean, boolean]>([
  ['read-write', true, true],
  ['read-only', true, false],
  ['read', true, false], // nrwl/nx#31535
  ['no-cache', false, false],
])('%s: reads %s, writes %s', (name, read, write) => {
  expect(cacheMode(name)).toEqual({ read, write });
});

test('there are no other modes', () => {
  expect(modeNames).toEqual(['read-write', 'read-only', 'read', 'no-cache']);
});
