import { expect, test } from 'vitest';

import { matchesBranch } from './branch-pattern.js';

test.each([
  ['main', 'main'],
  ['release/*', 'release/1.2'],
  ['release/v*.x', 'release/v2.x'],
  ['*', 'main'],
  ['**', 'a/b/c'],
  ['release/**', 'release/1/2'],
  ['**/stable', 'a/b/stable'],
  ['a.b+c(d)', 'a.b+c(d)'],
])('%s names %s', (pattern, branch) => {
  expect(matchesBranch([pattern], branch)).toBe(true);
});

test.each([
  ['main', 'Main'],
  ['main', 'main2'],
  ['main', 'not-main'],
  ['main', 'feature/main'],
  ['main', 'main\n'],
  ['release/*', 'release'],
  ['release/*', 'release/1/2'],
  ['release/*', 'prerelease/1'],
  ['*', 'feature/x'],
  ['a.c', 'abc'],
  ['release/**', 'release'],
])('%s does not name %j', (pattern, branch) => {
  expect(matchesBranch([pattern], branch)).toBe(false);
});

test('one of several is enough', () => {
  expect(matchesBranch(['main', 'release/*'], 'release/1')).toBe(true);
  expect(matchesBranch([], 'main')).toBe(false);
});
