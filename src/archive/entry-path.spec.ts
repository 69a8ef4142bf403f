import { expect, test } from 'vitest';
import { assertEntryPath } from './entry-path.js';

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
