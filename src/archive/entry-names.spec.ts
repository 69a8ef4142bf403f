import { expect, test } from 'vitest';
import { EntryNames } from './entry-names.js';

function admit(foldsCase: boolean, paths: readonly string[]) {
  const names = new EntryNames(foldsCase);
  return () => {
    for (const path of paths)
      names.admit({ path: path.replace(/\/$/, ''), type: path.endsWith('/') ? 'directory' : 'file' });
  };
}

const sameNames: [string, string[]][] = [
  ['case', ['outputs/', 'outputs/README', 'outputs/readme']],
  ['case of a folder', ['outputs/', 'outputs/Dist/', 'outputs/dist/']],
  ['case of letters with accents', ['outputs/', 'outputs/É', 'outputs/é']],
  ['composition', ['outputs/', 'outputs/\u00e9', 'outputs/e\u0301']],
  ['the kelvin sign', ['outputs/', 'outputs/\u212a', 'outputs/k']],
];

test.each(sameNames)('names that differ only in %s meet where the file system folds it', (_, paths) => {
  expect(admit(true, paths)).toThrow('is there twice');
  expect(admit(false, paths)).not.toThrow();
});

test('a folder is not the parent of what spells it differently', () => {
  expect(admit(true, ['outputs/', 'outputs/Dist/', 'outputs/dist/file'])).toThrow(
    'is in no folder of the archive',
  );
});

test('other names pass on every file system', () => {
  expect(admit(true, ['outputs/', 'outputs/a', 'outputs/b', 'outputs/d/', 'outputs/d/a'])).not.toThrow();
});

test('the outputs are a folder', () => {
  expect(admit(false, ['outputs'])).toThrow('is not a folder');
});
