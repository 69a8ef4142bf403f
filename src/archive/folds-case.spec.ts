import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/hostile/temporary-folder.js';
import { foldsCase } from './folds-case.js';

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
