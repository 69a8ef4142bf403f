import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  type unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { createPatience } from '../archive/patience.js';
import { createHolds, letGo } from './holds.js';

function outputs(hash = '42') {
  const cacheDirectory = temporaryFolder();
  const dist = join(cacheDirectory, hash, 'libs/a/dist');
  mkdirSync(join(dist, 'empty'), { recursive: true });
  writeFileSync(join(dist, 'main.js'), 'built');
  symlinkSync('main.js', join(dist, 'link'));
  return {
    cacheDirectory,
    remove: () => {
      rmSync(join(cacheDirectory, hash), { recursive: true });
    },
  };
}

test('outputs that are held can be read after Nx has removed them', () => {
  const { cacheDirectory, remove } = outputs();
  const held = createHolds().hold(cacheDirectory, '42') ?? [];
  remove();
  const files = held.filter(({ type }) => type === 'file');
  expect(files.map(({ path, source }) => [path, readFileSync(source, 'utf8')])).toEqual([
    ['outputs/libs/a/dist/main.js', 'built'],
  ]);
  expect(held.map(({ path, target }) => [path, target])).toContainEqual([
    'outputs/libs/a/dist/link',
    'main.js',
  ]);
});

test('outputs that are let go and released leave no file', () => {
  const { cacheDirectory } = outputs();
  const holds = createHolds();
  const held = holds.hold(cacheDirectory, '42');
  letGo(held);
  expect(held?.filter(({ type, source }) => type === 'file' && existsSync(source))).toEqual([]);
  holds.release();
  expect(readdirSync(cacheDirectory)).toEqual(['42']);
});

test('a file that a scanner holds is let go of when it is free', () => {
  const { cacheDirectory } = outputs();
  const held = createHolds().hold(cacheDirectory, '42');
  let left = 3;
  const unlink = (path: string) => {
    if (left-- > 0) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    rmSync(path);
  };
  letGo(
    held,
    createPatience('win32', () => undefined),
    unlink as typeof unlinkSync,
  );
  expect(held?.filter(({ type, source }) => type === 'file' && existsSync(source))).toEqual([]);
});

test('a run that gives up its uploads leaves no file', () => {
  const { cacheDirectory } = outputs();
  const holds = createHolds();
  holds.hold(cacheDirectory, '42');
  holds.release();
  expect(readdirSync(cacheDirectory)).toEqual(['42']);
});

test('outputs that cannot be held are read from the cache directory', () => {
  const { cacheDirectory, remove } = outputs();
  remove();
  expect(createHolds().hold(cacheDirectory, '42')).toBeUndefined();
});

// A drive with exFAT and many a share have no hard links, and a folder may be another volume.
test.each(['EPERM', 'ENOSYS', 'ENOTSUP', 'EXDEV', 'EISDIR'])(
  'outputs are not held, and leave no file, where a hard link cannot be created (%s)',
  (code) => {
    const { cacheDirectory } = outputs();
    const holds = createHolds(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(holds.hold(cacheDirectory, '42')).toBeUndefined();
    holds.release();
    expect(readdirSync(cacheDirectory)).toEqual(['42']);
  },
);
