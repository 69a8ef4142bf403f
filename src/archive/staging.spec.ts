import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { asNobody } from '../../test/hostile/as-nobody.js';
import { snapshot } from '../../test/hostile/snapshot.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { createPatience } from './patience.js';
import { createStaging, sweepStaging } from './staging.js';

const hash = '1234567890';
const now = 1_800_000_000_000;

/** A staging folder with one file, as an unpacked artifact. */
function staged(cacheDirectory: string, parts: Parameters<typeof createStaging>[2] = {}) {
  const staging = createStaging(cacheDirectory, hash, parts);
  mkdirSync(staging.folder);
  writeFileSync(join(staging.folder, 'new'), '');
  return staging;
}

/** A rename as on Windows, where a scanner holds what is new for so many calls. */
function heldFor(failures: number) {
  let calls = 0;
  let left = failures;
  const rename = (from: string, to: string) => {
    calls++;
    if (existsSync(from) && left-- > 0) throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    renameSync(from, to);
  };
  return { rename, calls: () => calls, letGo: () => (left = 0) };
}

/** A folder that nobody may write to, with something in it. */
function readOnlyTree(path: string): void {
  mkdirSync(join(path, 'd', 'e'), { recursive: true });
  writeFileSync(join(path, 'd', 'e', 'file'), '');
  chmodSync(join(path, 'd', 'e'), 0o500);
  chmodSync(join(path, 'd'), 0o500);
}

function age(path: string, minutes: number): void {
  const seconds = now / 1000 - minutes * 60;
  lutimesSync(path, seconds, seconds);
}

describe('a staging folder', () => {
  test('is beside its target, with a unique name that Nx does not read', () => {
    const cacheDirectory = temporaryFolder();
    const [one, two] = [createStaging(cacheDirectory, hash), createStaging(cacheDirectory, hash)];
    expect(join(one.folder, '..')).toBe(cacheDirectory);
    expect(one.folder).toMatch(/[\\/]\.nx-azure-cache-1234567890-[0-9a-f]{16}$/);
    expect(one.folder).not.toBe(two.folder);
    expect(existsSync(one.folder)).toBe(false);
  });

  test('creates the cache directory', () => {
    const cacheDirectory = join(temporaryFolder(), '.nx', 'cache');
    createStaging(cacheDirectory, hash);
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test.each(['', '.', '..', '../x', 'a/b', '/x', 'a\0b'])('is not created for the hash %j', (hash) => {
    expect(() => createStaging(temporaryFolder(), hash)).toThrow(
      expect.objectContaining({ code: 'ERR_ARCHIVE' }),
    );
  });

  test('reports why the cache directory cannot be created', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => createStaging(join(file, 'cache'), hash)).toThrow('could not be created (ENOTDIR)');
  });
});

describe('commit', () => {
  test('moves it into place', () => {
    const cacheDirectory = temporaryFolder();
    expect(staged(cacheDirectory).commit()).toBe(join(cacheDirectory, hash));
    expect(Object.keys(snapshot(cacheDirectory))).toEqual([hash, join(hash, 'new')]);
  });

  const leftovers: [string, (path: string) => void][] = [
    [
      'a folder',
      (path) => {
        mkdirSync(path);
        writeFileSync(join(path, 'old'), '');
      },
    ],
    ['an empty folder', mkdirSync],
    ['a folder that may not be written to', readOnlyTree],
    [
      'a file',
      (path) => {
        writeFileSync(path, '');
      },
    ],
    [
      'a link',
      (path) => {
        symlinkSync('..', path);
      },
    ],
  ];

  test.each(leftovers)('takes the place of %s and leaves nothing of it', (_, leave) => {
    const cacheDirectory = temporaryFolder();
    leave(join(cacheDirectory, hash));
    staged(cacheDirectory).commit();
    expect(Object.keys(snapshot(cacheDirectory))).toEqual([hash, join(hash, 'new')]);
  });

  test('waits on Windows for a file in it that a scanner holds', () => {
    const cacheDirectory = temporaryFolder();
    const { rename, calls } = heldFor(4);
    const staging = staged(cacheDirectory, { rename, patience: createPatience('win32', () => undefined) });
    expect(staging.commit()).toBe(join(cacheDirectory, hash));
    expect(Object.keys(snapshot(cacheDirectory))).toEqual([hash, join(hash, 'new')]);
    expect(calls()).toBeGreaterThan(4);
  });

  test('fails when the scanner does not let go, and removes it once it does', () => {
    const cacheDirectory = temporaryFolder();
    const { rename, letGo } = heldFor(Infinity);
    const staging = staged(cacheDirectory, { rename, patience: createPatience('win32', () => undefined) });
    expect(() => staging.commit()).toThrow('could not be moved into the cache directory (EPERM)');
    letGo();
    staging.discard();
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('fails when the folder was swept away, and says so', () => {
    const cacheDirectory = temporaryFolder();
    const staging = staged(cacheDirectory);
    sweepStaging(cacheDirectory, Date.now() + 2 * 60 * 60 * 1000);
    expect(() => staging.commit()).toThrow(
      '"1234567890" could not be moved into the cache directory (ENOENT)',
    );
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });
});

describe('discard', () => {
  test('removes it, whatever is in it', () => {
    const cacheDirectory = temporaryFolder();
    const staging = staged(cacheDirectory);
    readOnlyTree(join(staging.folder, 'deep'));
    staging.discard();
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('is harmless before there is something, after the commit and twice', () => {
    const cacheDirectory = temporaryFolder();
    createStaging(cacheDirectory, hash).discard();
    const staging = staged(cacheDirectory);
    staging.commit();
    staging.discard();
    staging.discard();
    expect(readdirSync(cacheDirectory)).toEqual([hash]);
  });
});

describe('a sweep', () => {
  test('removes what is older than an hour and nothing else', () => {
    const cacheDirectory = temporaryFolder();
    const [old, young] = [staged(cacheDirectory).folder, staged(cacheDirectory).folder];
    const artifact = join(cacheDirectory, '42');
    mkdirSync(artifact);
    for (const [path, minutes] of [
      [old, 61],
      [young, 59],
      [artifact, 600],
    ] as const)
      age(path, minutes);
    sweepStaging(cacheDirectory, now);
    expect(
      readdirSync(cacheDirectory)
        .map((name) => join(cacheDirectory, name))
        .sort(),
    ).toEqual([young, artifact].sort());
  });

  test('removes what may not be written to, also for a user whom permissions bind', () => {
    const cacheDirectory = temporaryFolder();
    chmodSync(cacheDirectory, 0o777);
    asNobody(() => {
      const { folder } = createStaging(cacheDirectory, hash);
      readOnlyTree(folder);
      utimesSync(folder, 1, 1);
      sweepStaging(cacheDirectory, now);
    });
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('does not follow links out of what it removes', () => {
    const [cacheDirectory, canary] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(canary, 'file'), '');
    const { folder } = staged(cacheDirectory);
    symlinkSync(canary, join(folder, 'link'));
    symlinkSync(canary, createStaging(cacheDirectory, hash).folder);
    for (const name of readdirSync(cacheDirectory)) age(join(cacheDirectory, name), 600);
    sweepStaging(cacheDirectory, now);
    expect([readdirSync(cacheDirectory), readdirSync(canary)]).toEqual([[], ['file']]);
  });

  test('leaves an unpacking that is still at work without its folder', () => {
    const cacheDirectory = temporaryFolder();
    const { folder } = staged(cacheDirectory);
    age(folder, 61);
    sweepStaging(cacheDirectory, now);
    expect(() => {
      writeFileSync(join(folder, 'late'), '');
    }).toThrow('ENOENT');
  });

  test('of a directory that is not there does nothing', () => {
    expect(() => {
      sweepStaging(join(temporaryFolder(), 'missing'), now);
    }).not.toThrow();
  });
});
