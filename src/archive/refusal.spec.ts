import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/hostile/temporary-folder.js';
import type { Entry } from './entry.js';
import { refusalOf } from './refusal.js';

const error = (code: string) => Object.assign(new Error(code), { code });
const refuse = (type: Entry['type'], code: string) => refusalOf({ type }, '/nowhere/at/all', error(code));

test.each<[Entry['type'], string, string | undefined]>([
  ['symlink', 'EPERM', 'a symbolic link, which cannot be made here (EPERM)'],
  ['symlink', 'EOPNOTSUPP', 'a symbolic link'],
  ['symlink', 'EINVAL', 'a name or a path that the file system refuses (EINVAL)'],
  ['file', 'EINVAL', 'a name or a path that the file system refuses (EINVAL)'],
  ['directory', 'ENAMETOOLONG', 'a name or a path that the file system refuses'],
  ['file', 'EPERM', undefined],
  ['directory', 'EACCES', undefined],
  ['symlink', 'ENOSPC', undefined],
  ['file', 'EROFS', undefined],
  ['file', 'ENOENT', undefined],
])('of a %s that ends with %s the file system says: %s', (type, code, words) => {
  if (words === undefined) expect(refuse(type, code)).toBeUndefined();
  else expect(refuse(type, code)).toContain(words);
});

test('of two names that are one it is the other that is told', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'Name.txt'), '');
  const at = join(folder, 'name.txt');
  linkSync(join(folder, 'Name.txt'), at);
  expect(refusalOf({ type: 'file' }, at, error('EEXIST'))).toContain('differs from "Name.txt" beside it');
});
