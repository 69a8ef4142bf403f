import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { EntryNames, foldsCase } from './entry-names.js';

function admit(foldsCase: boolean, paths: readonly string[]) {
  const names = new EntryNames(foldsCase);
  return () =>
    paths.map((path) =>
      names.admit({ path: path.replace(/\/$/, ''), type: path.endsWith('/') ? 'directory' : 'file' }),
    );
}

const sameNames: [string, string[]][] = [
  ['case', ['outputs/', 'outputs/README', 'outputs/readme']],
  ['case of a folder', ['outputs/', 'outputs/Dist/', 'outputs/dist/']],
  ['case of letters with accents', ['outputs/', 'outputs/É', 'outputs/é']],
];

test.each(sameNames)(
  'names that differ only in %s are the same where the file system folds it',
  (_, paths) => {
    const [, first = '', second] = paths.map((path) => path.replace(/^outputs\/|\/$/g, ''));
    expect(admit(true, paths)().at(-1)).toBe(first);
    expect(second).not.toBe(first);
    expect(admit(false, paths)().at(-1)).toBeUndefined();
  },
);

// NTFS has both of each, APFS has not: so the file system is asked.
test.each([
  ['\u00e9', 'e\u0301'],
  ['\u212a', 'k'],
  ['ß', 'SS'],
  ['ẞ', 'ß'],
  ['İ', 'i\u0307'],
  ['ı', 'I'],
])('whether %j and %j are one name is for the file system to say', (one, other) => {
  expect(admit(true, ['outputs/', `outputs/${one}`, `outputs/${other}`])().at(-1)).toBeUndefined();
});

test.each([true, false])('the same name twice is refused on every file system', (foldsCase) => {
  expect(admit(foldsCase, ['outputs/', 'outputs/a', 'outputs/a'])).toThrow('occurs twice');
  expect(admit(foldsCase, ['outputs/', 'outputs/A', 'outputs/a', 'outputs/a'])).toThrow('occurs twice');
});

test('a folder with a name that is the same as another one is still a parent', () => {
  const paths = ['outputs/', 'outputs/Dist/', 'outputs/dist/', 'outputs/dist/file'];
  expect(admit(true, paths)()).toEqual([undefined, undefined, 'Dist', undefined]);
});

test('a folder is not the parent of an entry that spells it differently', () => {
  expect(admit(true, ['outputs/', 'outputs/Dist/', 'outputs/dist/file'])).toThrow(
    'is in no folder of the archive',
  );
});

test('other names are accepted on every file system', () => {
  const paths = ['outputs/', 'outputs/a', 'outputs/b', 'outputs/d/', 'outputs/d/a'];
  expect(admit(true, paths)().filter((other) => other !== undefined)).toEqual([]);
});

test('the outputs are a folder', () => {
  expect(admit(false, ['outputs'])).toThrow('is not a folder');
});

test('a folder that answers under the other case is on a file system that folds it', () => {
  const folder = join(temporaryFolder(), 'Folder');
  mkdirSync(folder);
  const other = join(folder, '..', 'fOLDER');
  // A file system that folds case has this one already.
  if (!foldsCase(folder)) symlinkSync(folder, other);
  expect(foldsCase(folder)).toBe(true);
});

test('a folder beside it is another one', () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, 'one'));
  mkdirSync(join(parent, 'TWO'));
  expect(foldsCase(join(parent, 'one'))).toBe(foldsCase(parent));
});
