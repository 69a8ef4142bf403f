import { expect, test } from 'vitest';

import { assertEntryPath, assertLinkTarget } from './entry-path.js';

const accepted = [
  'outputs',
  'outputs/.env',
  'outputs/...a',
  'outputs/..name',
  'outputs/name..js',
  'outputs/a b',
  'outputs/naïve/日本語/🚀',
  `outputs/${'e'.repeat(255)}`,
  `${'e'.repeat(254)}/`.repeat(16) + 'e'.repeat(16),
  'outputs/console',
  'outputs/com',
  'outputs/com10',
  'outputs/aux-files',
  'outputs/[id]+(group)@slot',
  'outputs/q?.txt',
  'outputs/..\\a',
  'outputs/NUL',
  'outputs/a. ',
];

test.each(accepted)('%j is accepted', (path) => {
  expect(() => {
    assertEntryPath(path);
  }).not.toThrow();
});

const refused: [string, RegExp][] = [
  ['', /has no name/],
  ['/', /absolute/],
  ['/outputs', /absolute/],
  ['C:/outputs', /absolute/],
  ['z:outputs', /absolute/],
  ['.', /normal form/],
  ['./outputs', /normal form/],
  ['outputs/', /normal form/],
  ['outputs//a', /normal form/],
  ['outputs/./a', /normal form/],
  ['..', /leaves/],
  ['../a', /leaves/],
  ['outputs/..', /leaves/],
  ['outputs/../../a', /leaves/],
  ['outputs/a\0', /NUL/],
  ['outputs/\uFFFD', /Unicode/],
  ['outputs/\uD800', /Unicode/],
  [`outputs/${'e'.repeat(256)}`, /longer than 255/],
  [`outputs/${'日'.repeat(86)}`, /longer than 255/],
  [`${'e'.repeat(254)}/`.repeat(16) + 'e'.repeat(17), /longer than 4096/],
];

test.each(refused)('%j is refused', (path, reason) => {
  expect(() => {
    assertEntryPath(path);
  }).toThrow(reason);
});

test('the error names the path', () => {
  expect(() => {
    assertEntryPath('outputs/../x');
  }).toThrow('"outputs/../x" leaves the output folder');
});

const checkLink = (path: string, target: string) => () => {
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
  expect(checkLink(path, target)).not.toThrow();
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
  expect(checkLink(path, target)).toThrow(reason);
});
