import { linkSync, writeFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { assertEntryPath, assertLinkTarget } from '../entry-path.js';
import type { Entry } from '../entry.js';
import { portabilityFlaw, refusalOf, flawOfLink } from './portability.js';

const flawOf = (path: string, platform: NodeJS.Platform = 'win32', target = '') =>
  portabilityFlaw({ path, target }, platform);

const unportable: [string, string][] = [
  ...Array.from('<>:"|?*\\').map((character): [string, string] => [
    `outputs/a${character}b`,
    JSON.stringify(character),
  ]),
  ['outputs/a\u0001', '"\\u0001"'],
  ['outputs/a\u001fb', '"\\u001f"'],
  ['outputs/..\\..\\a', '"\\\\"'],
  ['outputs/C:/a', '":"'],
  ['outputs/q?/a', '"?"'],
  ['outputs/a.', 'a dot or a space'],
  ['outputs/...', 'a dot or a space'],
  ['outputs/a ', 'a dot or a space'],
  ['outputs/a /b', 'a dot or a space'],
  ['outputs/a./b', 'a dot or a space'],
  ['outputs/a:stream', '":"'],
  ['outputs/a::$DATA', '":"'],
  ...[
    ...['CON', 'con.js', 'nul.txt', 'Aux.tar.gz', 'prn .txt', 'CONIN$', 'conout$.log', 'nul/a'],
    ...['com0', 'com1', 'COM¹.a/b', 'COM²', 'LPT9.log', 'lpt0', 'LPT³'],
  ].map((name): [string, string] => [`outputs/${name}`, 'a device']),
];

test.each(unportable)('%j is a name that Windows alone cannot hold', (path, words) => {
  expect(flawOf(path)).toContain(words);
  expect([flawOf(path, 'linux'), flawOf(path, 'darwin')]).toEqual([undefined, undefined]);
  expect(() => {
    assertEntryPath(path);
  }).not.toThrow();
});

test.each([
  'outputs/.env',
  'outputs/...a',
  'outputs/name..js',
  'outputs/a b',
  'outputs/naïve/日本語/🚀',
  'outputs/\u007f\u0085',
  'outputs/console',
  'outputs/com',
  'outputs/com10',
  'outputs/aux-files',
  'outputs/my.con',
  'outputs/[id]+(group)@slot',
])('%j is a name that every system can hold', (path) => {
  expect(flawOf(path)).toBeUndefined();
});

test.each(['a\\..\\..\\b', '\\\\server\\share', 'nul', 'ab:c', '../a.', 'a?'])(
  'a link to %j is one that Windows alone cannot hold',
  (target) => {
    expect(flawOf('outputs/d/l', 'win32', target)).toContain(`is a link to ${JSON.stringify(target)}, which`);
    expect(flawOf('outputs/d/l', 'linux', target)).toBeUndefined();
    expect(() => {
      assertLinkTarget({ path: 'outputs/d/l', target });
    }).not.toThrow();
  },
);

test.each(['..', '../a', './a', 'a/./b', 'a/'])(
  'a link to %j is one that every system can hold',
  (target) => {
    expect(flawOf('outputs/d/l', 'win32', target)).toBeUndefined();
  },
);

const error = (code: string) => Object.assign(new Error(code), { code });
const refuse = (type: Entry['type'], code: string) => refusalOf({ type }, '/nowhere/at/all', error(code));

test.each<[Entry['type'], string, string | undefined]>([
  ['symlink', 'EPERM', 'a symbolic link, which cannot be created here (EPERM)'],
  ['symlink', 'EOPNOTSUPP', 'a symbolic link'],
  ['symlink', 'EINVAL', 'a name or a path that the file system refuses (EINVAL)'],
  ['file', 'EINVAL', 'a name or a path that the file system refuses (EINVAL)'],
  ['directory', 'ENAMETOOLONG', 'a name or a path that the file system refuses'],
  ['file', 'EPERM', undefined],
  ['directory', 'EACCES', undefined],
  ['symlink', 'ENOSPC', undefined],
  ['file', 'EROFS', undefined],
  ['file', 'ENOENT', undefined],
])('a %s that fails with %s has the flaw: %s', (type, code, words) => {
  if (words === undefined) expect(refuse(type, code)).toBeUndefined();
  else expect(refuse(type, code)).toContain(words);
});

test('the flaw of two names that are one contains the other name', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'Name.txt'), '');
  const at = join(folder, 'name.txt');
  linkSync(join(folder, 'Name.txt'), at);
  expect(refusalOf({ type: 'file' }, at, error('EEXIST'))).toContain('differs from "Name.txt" beside it');
});

function linkTo(target: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
  const link = join(folder, 'link');
  symlinkSync(target, link);
  return link;
}

test.each(['folder', '.', './folder/../folder'])(
  'a link to the folder %s stays, but not on Windows',
  (target) => {
    expect(flawOfLink(linkTo(target), 'win32')).toContain('to a folder, which Nx on Windows breaks');
    expect(flawOfLink(linkTo(target), 'linux')).toBeUndefined();
  },
);

test.each(['file', 'nowhere', 'link'])('a link to %s stays on Windows', (target) => {
  expect(flawOfLink(linkTo(target), 'win32')).toBeUndefined();
});

test('a link that the system only claims to have created does not stay', () => {
  expect(flawOfLink(join(temporaryFolder(), 'link'), 'win32')).toContain('which the system does not create');
});
