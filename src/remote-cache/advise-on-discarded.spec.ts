import { expect, test } from 'vitest';

import { adviseOnDiscarded } from './advise-on-discarded.js';

test.each([
  ['24.0.5', true],
  ['24.1.0', true],
  ['25.0.0', true],
  ['24.0.4', false],
  ['23.2.1', false],
  ['22.7.12', false],
  ['20.1.4', false],
  [undefined, false],
])('Nx %s did not take a result: the rule about links is named, %j', (nxVersion, isNamed) => {
  const advice = adviseOnDiscarded(['web:build'], nxVersion);
  expect(advice).toMatch(/^Nx did not take the cached result of web:build, and ran it again: /);
  expect(advice.includes('symbolic link')).toBe(isNamed);
  expect(advice.includes('24.0.5')).toBe(isNamed);
});

test('of several tasks one is named', () => {
  expect(adviseOnDiscarded(['a', 'b', 'c'], undefined)).toContain('of a and 2 other tasks, and');
});
