import { expect, test } from 'vitest';
import { ArchiveError } from '../errors.js';
import { assertEntryPath } from './entry-path.js';

const everywhere = ['linux', 'darwin', 'win32'] as const;

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
];

test.each(accepted)('%j is accepted everywhere', (path) => {
  for (const platform of everywhere)
    expect(() => {
      assertEntryPath(path, platform);
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

test.each(refused)('%j is refused everywhere', (path, reason) => {
  for (const platform of everywhere)
    expect(() => {
      assertEntryPath(path, platform);
    }).toThrow(reason);
});

const refusedOnWindows = [
  'outputs/a\\b',
  'outputs/..\\..\\a',
  'outputs/a:stream',
  'outputs/C:/a',
  'outputs/a.',
  'outputs/...',
  'outputs/a ',
  'outputs/a /b',
  'outputs/CON',
  'outputs/nul.txt',
  'outputs/Aux.tar.gz',
  'outputs/com1',
  'outputs/LPT9.log',
  'outputs/COM²',
  'outputs/prn .txt',
  'outputs/CONIN$',
];

test.each(refusedOnWindows)('%j is refused on Windows only', (path) => {
  expect(() => {
    assertEntryPath(path, 'win32');
  }).toThrow(ArchiveError);
  expect(() => {
    assertEntryPath(path, 'linux');
  }).not.toThrow();
});

test('the error names the path', () => {
  expect(() => {
    assertEntryPath('outputs/../x');
  }).toThrow('"outputs/../x" leaves the output folder');
});
