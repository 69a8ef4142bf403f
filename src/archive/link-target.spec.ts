import { expect, test } from 'vitest';
import { assertLinkTarget } from './link-target.js';

const check = (path: string, target: string) => () => {
  assertLinkTarget({ path, target });
};

test.each([
  ['outputs/l', 'a'],
  ['outputs/l', './a'],
  ['outputs/l', 'a/'],
  ['outputs/l', 'a/./b'],
  ['outputs/l', '.'],
  ['outputs/l', 'a\\b'],
  ['outputs/l', 'ab:c'],
  ['outputs/d/l', '..'],
  ['outputs/d/l', '../'],
  ['outputs/d/l', './../a'],
  ['outputs/d/e/l', '../../a/b'],
])('%j may link to %j', (path, target) => {
  expect(check(path, target)).not.toThrow();
});

test.each([
  ['outputs/l', '', /no name/],
  ['outputs/l', '/a', /absolute/],
  ['outputs/l', '//server/share', /absolute/],
  ['outputs/l', 'C:\\a', /absolute/],
  ['outputs/l', 'a\0b', /NUL/],
  ['outputs/l', '..', /leaves/],
  ['outputs/l', './..', /leaves/],
  ['outputs/l', '../outputs/a', /leaves/],
  ['outputs/d/l', '../../a', /leaves/],
  ['outputs/d/l', '..//../a', /leaves/],
  ['outputs/d/l', 'a/..', /leaves/],
  ['outputs/d/l', '../a/../b', /leaves/],
  ['outputs/d/l', 'a/./../b', /leaves/],
  ['outputs', 'a', /leaves/],
  ['outputs/l', 'e'.repeat(256), /longer/],
])('%j may not link to %j', (path, target, reason) => {
  expect(check(path, target)).toThrow(reason);
});
