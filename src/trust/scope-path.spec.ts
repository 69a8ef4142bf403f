import { expect, test } from 'vitest';

import { createRandom } from '../../test/random.js';
import { scopeName, scopePath } from './scope-path.js';

const branch = (name: string) => scopePath({ kind: 'branch', name });

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
])('the branch %j: %s', (name, expected) => {
  expect(branch(name)).toBe(expected);
});

test('the other kinds', () => {
  expect(scopePath({ kind: 'trusted' })).toBe('trusted');
  expect(scopePath({ kind: 'pr', name: '7' })).toBe('pr/7');
  expect(scopePath({ kind: 'tag', name: 'v1.2' })).toBe('tag/v1.2');
  expect(scopePath({ kind: 'local', name: 'ACME\\ada' })).toBe('local/ACME~5cada');
});

test('a long name is cut, and told apart from another one by its digest', () => {
  const long = `feature/${'x'.repeat(200)}`;
  expect(branch(long)).toMatch(/^branch\/feature~2fx{56}~~[0-9a-f]{32}$/);
  expect(branch(long)).toHaveLength('branch/'.length + 100);
  expect(branch(`${long}y`)).not.toBe(branch(long));
  expect(branch('x'.repeat(100))).toBe(`branch/${'x'.repeat(100)}`);
});

test('no two names share a scope, and each is one segment that Azure takes', () => {
  const seen = new Map<string, string>();
  for (const name of names(20_000)) {
    const path = branch(name);
    expect(path).toMatch(/^branch\/(?!\.)[\w.~-]{1,100}(?<!\.)$/);
    expect(seen.get(path) ?? name).toBe(name);
    seen.set(path, name);
  }
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
])('%j is no scope', (path) => {
  expect(scopeName(path)).toBeUndefined();
});

test('what does not print, and what is no UTF-8, stays as it is', () => {
  expect(scopeName('local/~1b~5b31mred')).toBe('local/~1b~5b31mred');
  expect(scopeName('local/a~ff~2f')).toBe('local/a~ff~2f');
  expect(scopeName('local/a~e2~80~ae')).toBe('local/a~e2~80~ae');
});

test('a name that was cut keeps its end', () => {
  const path = branch(`feature/${'x'.repeat(200)}`);
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
    if (i % 10 === 0) yield branch(name).slice('branch/'.length);
  }
}
