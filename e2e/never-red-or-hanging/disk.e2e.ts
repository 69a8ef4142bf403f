import { statSync, symlinkSync, readdirSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMachine, diskFault, hash, makeOutputs } from '../../test/disk/machine.js';
import { mountMemory, remountReadOnly } from '../../test/disk/mount.js';
import { createMemoryBlobStore } from '../../test/support/fakes/memory-blob-store.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { treeOf } from '../../test/support/workspace/tree.js';

const mebibyte = 1024 * 1024;

/** A machine, and a container with an artifact of these files. */
async function stored(sizes: Readonly<Record<string, number>>) {
  const machine = createMachine(createMemoryBlobStore());
  const source = temporaryFolder();
  makeOutputs(source, sizes);
  expect(await machine.store(source)).toMatchObject({ status: 'stored' });
  return { machine, source };
}

describe('a full disk', () => {
  const large = { 'dist/a': mebibyte, 'dist/b': mebibyte, 'dist/c': 3 * mebibyte };
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`dist/${i}`, 0]));

  test.each([
    ['full in the middle of a file', 'size=4m', large],
    ['full at the first byte', 'size=8k', large],
    ['out of inodes', 'size=4m,nr_inodes=100', many],
  ])('%s: a fault, nothing is left, and the space is free again', async (_, options, sizes) => {
    const { machine } = await stored(sizes);
    const folder = mountMemory(options);
    expect(await machine.retrieve(folder)).toEqual(diskFault('ENOSPC'));
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'of-somebody-else'), Buffer.alloc(4096));
  });

  test('leaves the earlier outputs of the hash whole', async () => {
    const { machine } = await stored({ 'dist/new': 3 * mebibyte });
    const folder = mountMemory('size=4m');
    makeOutputs(folder, { 'dist/old': 2 * mebibyte });
    const before = treeOf(folder, hash);
    expect(await machine.retrieve(folder)).toEqual(diskFault('ENOSPC'));
    expect([readdirSync(folder), treeOf(folder, hash)]).toEqual([[hash], before]);
  });

  test('does not keep its outputs from being stored', async () => {
    const folder = mountMemory('size=2m');
    makeOutputs(folder, { 'dist/a': mebibyte });
    expect(() => {
      makeOutputs(folder, { 'dist/b': 2 * mebibyte });
    }).toThrow('ENOSPC');
    makeOutputs(folder, { 'dist/b': 0 });
    expect(await createMachine(createMemoryBlobStore()).store(folder)).toMatchObject({ status: 'stored' });
  });
});

test('a read-only file system is a fault, and outputs on it can be stored', async () => {
  const { machine } = await stored({ 'dist/a': 10 });
  const folder = mountMemory('size=1m');
  makeOutputs(folder, { 'dist/a': 10 });
  remountReadOnly(folder);
  expect(await machine.retrieve(folder)).toEqual(diskFault('EROFS'));
  expect(await machine.store(folder)).toEqual({ status: 'present' });
});

describe('a cache directory on another file system than the temporary folder', () => {
  test.each([
    ['itself', (disk: string) => join(disk, 'cache')],
    [
      'through a link',
      (disk: string) => {
        const link = join(temporaryFolder(), 'cache');
        mkdirSync(join(disk, 'cache'));
        symlinkSync(join(disk, 'cache'), link);
        return link;
      },
    ],
  ])('%s: staging is beside its place, so a rename is enough', async (_, cacheDirectoryOn) => {
    const { machine, source } = await stored({ 'dist/a': mebibyte, 'dist/b': 1 });
    const disk = mountMemory('size=8m');
    expect(statSync(disk).dev).not.toBe(statSync(tmpdir()).dev);
    const cacheDirectory = cacheDirectoryOn(disk);
    expect(await machine.retrieve(cacheDirectory)).toMatchObject({ status: 'hit' });
    expect(treeOf(cacheDirectory, hash)).toEqual(treeOf(source, hash));
    expect(readdirSync(join(disk, 'cache'))).toEqual([hash]);
  });
});

// In memory, so that it is our own time that is measured.
test('an artifact of 100,000 files takes at most half a minute and 300 MB', async () => {
  const machine = createMachine(createMemoryBlobStore());
  const [source, target] = [mountMemory('size=1g'), mountMemory('size=1g')];
  const names = Array.from({ length: 100_000 }, (_, i) => `dist/${i % 250}/file-${i}.js`);
  makeOutputs(source, Object.fromEntries(names.map((name) => [name, 20])));
  const before = process.memoryUsage.rss();
  const started = performance.now();
  expect(await machine.store(source)).toMatchObject({ status: 'stored' });
  expect(await machine.retrieve(target)).toMatchObject({ status: 'hit' });
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (process.memoryUsage.rss() - before) / mebibyte;
  console.log(`${names.length} files: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
  // `toEqual` takes a minute for so many.
  expect(isDeepStrictEqual(treeOf(target, hash), treeOf(source, hash))).toBe(true);
  expect(seconds).toBeLessThan(30);
  expect(megabytes).toBeLessThan(300);
});
