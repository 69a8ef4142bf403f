import { describe, expect, test } from 'vitest';

import { createRandom } from '../../test/support/random.js';
import type { Scope } from '../config/trust.js';
import type { CiEvent, CiRun } from './ci/ci-run.js';
import { resolveScope, scopePath, scopeName, matchesBranch } from './scope.js';

const branches = ['main', 'release/*'];
const run = (event: CiEvent, where: Partial<CiRun>): CiRun => ({ provider: 'a CI', event, ...where });

function scopeOf(of: CiRun | undefined, patterns = branches, override?: Scope): string | undefined {
  const scope = resolveScope({ branches: patterns, override }, of, 'ada');
  return scope && scopePath(scope);
}

describe('the scope is trusted for', () => {
  test.each([
    ['a push to a trusted branch', run('push', { branch: 'main' })],
    ['to one that a pattern names', run('push', { branch: 'release/1.2' })],
    ['a schedule on it', run('schedule', { branch: 'main' })],
    ['a manual run on it', run('manual', { branch: 'main' })],
  ])('%s', (_, of) => {
    expect(scopeOf(of)).toBe('trusted');
  });
});

describe('the scope is not trusted for', () => {
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

  test('a merge queue of another CI than GitHub, even if a pattern names every branch', () => {
    const branch = 'gh-readonly-queue/main/pr-7-a3c3';
    expect(scopeOf(run('push', { branch }), ['**'])).toBe('branch/gh-readonly-queue~2fmain~2fpr-7-a3c3');
  });
});

describe('the scope is unknown, also when a pattern names every branch, for', () => {
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
])('the scope from the environment wins: %j', (override, expected) => {
  expect(scopeOf(run('pull-request', { pullRequest: '7' }), branches, override)).toBe(expected);
  expect(scopeOf(undefined, branches, override)).toBe(expected);
});

const pathOf = (name: string) => scopePath({ kind: 'branch', name });

test.each([
  ['main', 'branch/main'],
  ['feature/x', 'branch/feature~2fx'],
  ['release-1.2_b', 'branch/release-1.2_b'],
  ['v1.', 'branch/v1~2e'],
  ['.', 'branch/~2e'],
  ['..', 'branch/~2e~2e'],
  ['../trusted', 'branch/~2e.~2ftrusted'],
  ['a~2fb', 'branch/a~7e2fb'],
  ['grün', 'branch/gr~c3~bcn'],
  ['🎉', 'branch/~f0~9f~8e~89'],
  ['a b#c?d%2e\\e\n', 'branch/a~20b~23c~3fd~252e~5ce~0a'],
])('the branch %j has the path %s', (name, expected) => {
  expect(pathOf(name)).toBe(expected);
});

test('every kind of scope has a path', () => {
  expect(scopePath({ kind: 'trusted' })).toBe('trusted');
  expect(scopePath({ kind: 'pr', name: '7' })).toBe('pr/7');
  expect(scopePath({ kind: 'tag', name: 'v1.2' })).toBe('tag/v1.2');
  expect(scopePath({ kind: 'local', name: 'ACME\\ada' })).toBe('local/ACME~5cada');
});

test('a long name is cut, and distinguished from another one by its digest', () => {
  const long = `feature/${'x'.repeat(200)}`;
  expect(pathOf(long)).toMatch(/^branch\/feature~2fx{56}~~[0-9a-f]{32}$/);
  expect(pathOf(long)).toHaveLength('branch/'.length + 100);
  expect(pathOf(`${long}y`)).not.toBe(pathOf(long));
  expect(pathOf('x'.repeat(100))).toBe(`branch/${'x'.repeat(100)}`);
});

test('no two names share a scope, and each is one segment that Azure accepts', () => {
  const seen = new Map<string, string>();
  const wrong: string[] = [];
  for (const name of names(20_000)) {
    const path = pathOf(name);
    const isSegment = /^branch\/(?!\.)[\w.~-]{1,100}(?<!\.)$/.test(path);
    if (!isSegment || (seen.get(path) ?? name) !== name) wrong.push(name);
    seen.set(path, name);
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(wrong).toEqual([]);
});

test.each([
  'trusted',
  'shared',
  'pr/7',
  'branch/release/1.2',
  'local/müller 🎉',
  'tag/v1.2',
  'branch/../x',
  'local/ACME\\ada',
])('the scope %j is read back from names of blobs', (name) => {
  const [kind = '', ...rest] = name.split('/');
  const path = rest.length === 0 ? kind : scopePath({ kind: kind as 'branch', name: rest.join('/') });
  expect(scopeName(path)).toBe(name);
});

test.each([
  '',
  'other',
  'trusted/x',
  'branch',
  'branch/',
  'branch/a/b',
  'pr/.',
  'pr/a b',
  'Trusted',
  'tags/x',
  `pr/${'7'.repeat(101)}`,
])('%j is not a scope', (path) => {
  expect(scopeName(path)).toBeUndefined();
});

test('characters that do not print, and bytes that are not UTF-8, stay encoded', () => {
  expect(scopeName('local/~1b~5b31mred')).toBe('local/~1b~5b31mred');
  expect(scopeName('local/a~ff~2f')).toBe('local/a~ff~2f');
  expect(scopeName('local/a~e2~80~ae')).toBe('local/a~e2~80~ae');
});

test('a name that was cut keeps its end', () => {
  const path = pathOf(`feature/${'x'.repeat(200)}`);
  expect(scopeName(path)).toMatch(/^branch\/feature\/x{56}~~[0-9a-f]{32}$/);
});

/** Names of few and nasty characters, so that many are nearly the same; and what they are encoded to, as names. */
function* names(count: number): Generator<string> {
  const parts = ['a', 'A', '2', 'f', '~', '~~', '~2f', '/', '.', '-', '_', ' ', 'ü', '🎉', 'a'.repeat(40)];
  const random = createRandom(1);
  for (let i = 0; i < count; i++) {
    const length = 1 + Math.floor(random() * 5);
    const name = Array.from({ length }, () => parts[Math.floor(random() * parts.length)]).join('');
    yield name;
    if (i % 10 === 0) yield pathOf(name).slice('branch/'.length);
  }
}

test.each([
  ['main', 'main'],
  ['release/*', 'release/1.2'],
  ['release/v*.x', 'release/v2.x'],
  ['*', 'main'],
  ['**', 'a/b/c'],
  ['release/**', 'release/1/2'],
  ['**/stable', 'a/b/stable'],
  ['a.b+c(d)', 'a.b+c(d)'],
])('the pattern %s matches %s', (pattern, branch) => {
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
])('the pattern %s does not match %j', (pattern, branch) => {
  expect(matchesBranch([pattern], branch)).toBe(false);
});

test('one pattern of several is enough', () => {
  expect(matchesBranch(['main', 'release/*'], 'release/1')).toBe(true);
  expect(matchesBranch([], 'main')).toBe(false);
});
