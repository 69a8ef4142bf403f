import { randomFillSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { sweepStaging } from '../../src/archive/staging.js';
import { createMemoryBlobStore } from '../support/fakes/memory-blob-store.js';
import { asNobodyUntil } from '../hostile/as-nobody.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { interruptingStore } from './interrupting-store.js';
import { createMachine, diskFault, hash, makeOutputs } from './machine.js';

const mebibyte = 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

/** A container with one artifact. */
async function stored(sizes: Readonly<Record<string, number>> = { 'dist/main.js': 1000 }) {
  const blobs = createMemoryBlobStore();
  const folder = temporaryFolder();
  makeOutputs(folder, sizes);
  expect(await createMachine(blobs).store(folder)).toMatchObject({ status: 'stored' });
  return blobs;
}

/** A cache directory for a user whom permissions bind. */
function openFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  return folder;
}

describe('a cache directory that may not be written to is a fault of the disk, and stays as it was', () => {
  test.each<[string, (folder: string) => string, string]>([
    ['read-only', (folder) => (chmodSync(folder, 0o555), folder), 'EACCES'],
    ['not to be entered', (folder) => (chmodSync(folder, 0o000), folder), 'EACCES'],
    [
      'to be made where nobody may',
      (folder) => (chmodSync(folder, 0o555), join(folder, '.nx', 'cache')),
      'EACCES',
    ],
    ['a file', (folder) => (writeFileSync(join(folder, 'cache'), ''), join(folder, 'cache')), 'EEXIST'],
    [
      'below a file',
      (folder) => (writeFileSync(join(folder, 'f'), ''), join(folder, 'f', 'cache')),
      'ENOTDIR',
    ],
  ])('%s', async (_, spoil, code) => {
    const machine = createMachine(await stored());
    const folder = openFolder();
    const cacheDirectory = spoil(folder);
    const before = readdirSync(folder);
    expect(await asNobodyUntil(() => machine.retrieve(cacheDirectory))).toEqual(diskFault(code));
    expect(readdirSync(folder)).toEqual(before);
  });
});

test('once the directory may be written to again, the next lookup is a hit', async () => {
  const machine = createMachine(await stored());
  const folder = openFolder();
  chmodSync(folder, 0o555);
  for (let i = 0; i < 5; i += 1)
    expect(await asNobodyUntil(() => machine.retrieve(folder))).toEqual(diskFault('EACCES'));
  chmodSync(folder, 0o777);
  expect(await asNobodyUntil(() => machine.retrieve(folder))).toMatchObject({ status: 'hit' });
});

test('outputs that may not be read make no blob', async () => {
  const blobs = createMemoryBlobStore();
  const folder = openFolder();
  makeOutputs(folder, { 'dist/secret': 10 });
  chmodSync(join(folder, hash, 'dist/secret'), 0o000);
  const outcome = await asNobodyUntil(() => createMachine(blobs).store(folder));
  expect(outcome).toMatchObject({
    fault: { kind: 'archive', message: expect.stringContaining('EACCES') as string },
  });
  expect(blobs.blobs.size).toBe(0);
});

test('a path that is too long below this cache directory is one that this system cannot hold', async () => {
  const names = { [`${'a'.repeat(250)}/${'b'.repeat(250)}/${'c'.repeat(250)}`]: 10 };
  const machine = createMachine(await stored(names));
  const deep = join(temporaryFolder(), ...Array.from({ length: 14 }, () => 'd'.repeat(250)));
  expect(await machine.retrieve(deep)).toMatchObject({
    fault: { kind: 'unportable', message: expect.stringContaining('(ENAMETOOLONG)') as string },
  });
  expect(readdirSync(deep)).toEqual([]);
});

test('files beyond a limit of the system are a fault of the disk', () => {
  const folder = temporaryFolder();
  makeOutputs(folder, { 'dist/big': 8 * mebibyte });
  const script = join(import.meta.dirname, 'limited.mts');
  const command = `ulimit -f 2048; exec "$0" --import tsx ${script} "$1" "$2"`;
  const target = join(folder, 'target');
  const said = execFileSync('bash', ['-c', command, process.execPath, folder, target], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual(diskFault('EFBIG'));
  expect(readdirSync(target)).toEqual([]);
});

describe('outputs that go away while they are packed make no blob', () => {
  test.each<[string, (folder: string) => void]>([
    [
      'removed',
      (folder) => {
        rmSync(folder, { recursive: true });
      },
    ],
    [
      'moved and created again',
      (folder) => {
        renameSync(folder, `${folder}-old`);
        mkdirSync(folder);
      },
    ],
    [
      'one file cut',
      (folder) => {
        writeFileSync(join(folder, 'dist/z'), '');
      },
    ],
  ])('%s', async (_, spoil) => {
    const blobs = createMemoryBlobStore();
    const folder = temporaryFolder();
    makeOutputs(folder, { 'dist/a': 4 * mebibyte, 'dist/z': 4 * mebibyte });
    randomFill(join(folder, hash, 'dist/a'), 4 * mebibyte);
    const machine = createMachine(
      interruptingStore(blobs, () => {
        spoil(join(folder, hash));
      }),
    );
    expect(await machine.store(folder)).toMatchObject({ status: 'fault', fault: { kind: 'archive' } });
    expect(blobs.blobs.size).toBe(0);
  });
});

function randomFill(path: string, size: number): void {
  writeFileSync(path, randomFillSync(Buffer.alloc(size)));
}

describe('a clock that is off by a day', () => {
  test('ahead lets another run sweep a folder in use, which is a fault and leaves nothing', async () => {
    const blobs = await stored({ 'dist/big': 3 * mebibyte });
    const folder = temporaryFolder();
    const sweep = () => {
      sweepStaging(folder, Date.now() + day);
    };
    expect(await createMachine(interruptingStore(blobs, sweep)).retrieve(folder)).toEqual(
      diskFault('ENOENT'),
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(await createMachine(blobs).retrieve(folder)).toMatchObject({ status: 'hit' });
  });

  test('behind leaves the folders of killed runs until the clock is right', async () => {
    const blobs = await stored();
    const folder = temporaryFolder();
    const leftover = join(folder, `.nx-azure-cache-${hash}-0123456789abcdef`);
    mkdirSync(leftover);
    const now = Date.now();
    utimesSync(leftover, now / 1000, now / 1000);
    sweepStaging(folder, now - day);
    expect(await createMachine(blobs).retrieve(folder)).toMatchObject({ status: 'hit' });
    expect(readdirSync(folder)).toContain(`.nx-azure-cache-${hash}-0123456789abcdef`);
    sweepStaging(folder, now + day);
    expect(readdirSync(folder)).toEqual([hash]);
  });
});
