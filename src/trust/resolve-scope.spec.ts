import { describe, expect, test } from 'vitest';

import type { Scope } from '../config/scope-override.js';
import type { CiEvent, CiRun } from './ci-run.js';
import { resolveScope } from './resolve-scope.js';
import { scopePath } from './scope-path.js';

const branches = ['main', 'release/*'];
const run = (event: CiEvent, where: Partial<CiRun>): CiRun => ({ provider: 'a CI', event, ...where });

function scopeOf(of: CiRun | undefined, patterns = branches, override?: Scope): string | undefined {
  const scope = resolveScope({ branches: patterns, override }, of, 'ada');
  return scope && scopePath(scope);
}

describe('trusted:', () => {
  test.each([
    ['a push to a trusted branch', run('push', { branch: 'main' })],
    ['to one that a pattern names', run('push', { branch: 'release/1.2' })],
    ['a schedule on it', run('schedule', { branch: 'main' })],
    ['a manual run on it', run('manual', { branch: 'main' })],
  ])('%s', (_, of) => {
    expect(scopeOf(of)).toBe('trusted');
  });
});

describe('not trusted:', () => {
  test.each([
    ['a push to another branch', run('push', { branch: 'feature/x' }), 'branch/feature~2fx'],
    ['a push to a branch of nearly that name', run('push', { branch: 'main2' }), 'branch/main2'],
    ['a manual run on another branch', run('manual', { branch: 'feature/x' }), 'branch/feature~2fx'],
    ['a pull request', run('pull-request', { pullRequest: '7' }), 'pr/7'],
    ['a pull request from a main', run('pull-request', { pullRequest: '7', branch: 'main' }), 'pr/7'],
    [
      'a merge queue',
      run('merge-queue', { branch: 'gh-readonly-queue/main/pr-7-a3c3' }),
      'branch/gh-readonly-queue~2fmain~2fpr-7-a3c3',
    ],
    ['a tag', run('tag', { tag: 'v1.2' }), 'tag/v1.2'],
    ['a tag of a trusted name', run('tag', { tag: 'main' }), 'tag/main'],
    ['another event on a trusted branch', run('other', { branch: 'main' }), 'branch/main'],
    ['a machine of a person', undefined, 'local/ada'],
  ])('%s', (_, of, expected) => {
    expect(scopeOf(of)).toBe(expected);
  });

  test('what another CI than GitHub builds of a merge queue, though a pattern names every branch', () => {
    const branch = 'gh-readonly-queue/main/pr-7-a3c3';
    expect(scopeOf(run('push', { branch }), ['**'])).toBe('branch/gh-readonly-queue~2fmain~2fpr-7-a3c3');
  });
});

describe('whose code it is, is not known, also when a pattern names every branch:', () => {
  test.each([
    ['an event without a branch', run('other', {})],
    ['a push without a branch', run('push', {})],
    ['a pull request without its number', run('pull-request', { branch: 'main' })],
  ])('%s', (_, of) => {
    expect(scopeOf(of, ['**'])).toBeUndefined();
  });
});

test.each<[Scope, string]>([
  [{ kind: 'trusted' }, 'trusted'],
  [{ kind: 'branch', name: 'main' }, 'branch/main'],
  [{ kind: 'pr', name: '8' }, 'pr/8'],
  [{ kind: 'local', name: 'bob' }, 'local/bob'],
])('the environment’s word wins: %j', (override, expected) => {
  expect(scopeOf(run('pull-request', { pullRequest: '7' }), branches, override)).toBe(expected);
  expect(scopeOf(undefined, branches, override)).toBe(expected);
});
