import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asNobody } from '../../test/hostile/as-nobody.js';
import { inChunks } from '../../test/hostile/bodies.js';
import { snapshot } from '../../test/hostile/snapshot.js';
import { countEntries, file, folder, link, tarOf } from '../../test/hostile/tar-builder.js';
import type { Part } from '../../test/hostile/tar-builder.js';
import { temporaryFolder } from '../../test/hostile/temporary-folder.js';
import { ArchiveError } from '../errors.js';
import { Restore } from './restore.js';
import { TarReader } from './tar-reader.js';
import { unpack } from './unpack.js';

const parts = [file('terminalOutput'), folder('outputs'), file('outputs/file', 'x'.repeat(5000))];

function unpackParts(parts: readonly Part[], out: string) {
  const tar = tarOf(parts);
  return unpack(inChunks(tar, 1000), out, { entries: countEntries(parts), size: tar.length });
}

/** The number that the next descriptor gets: it rises when one was left open. */
function nextDescriptor(path: string): number {
  const fd = openSync(path, 'r');
  closeSync(fd);
  return fd;
}

test('what lies below outputs lies in the folder itself', async () => {
  const out = join(temporaryFolder(), 'out');
  await unpackParts(parts, out);
  expect(readFileSync(join(out, 'file'), 'utf8')).toBe('x'.repeat(5000));
});

test('a folder that is there already is refused and left alone', async () => {
  const out = temporaryFolder();
  await expect(unpackParts(parts, out)).rejects.toThrow('could not be made (EEXIST)');
  expect(existsSync(join(out, 'file'))).toBe(false);
});

test('an error of the network passes through and leaves no file open', async () => {
  const parent = temporaryFolder();
  const before = nextDescriptor(parent);
  const failing = async function* () {
    yield await Promise.resolve(tarOf(parts).subarray(0, 4000));
    throw new Error('reset');
  };
  await expect(unpack(failing(), join(parent, 'out'), { entries: 3, size: 8192 })).rejects.toThrow(/^reset$/);
  expect(existsSync(join(parent, 'out', 'file'))).toBe(true);
  expect(nextDescriptor(parent)).toBe(before);
});

test('an archive that is refused leaves no file open', async () => {
  const parent = temporaryFolder();
  const before = nextDescriptor(parent);
  const tar = tarOf(parts);
  const body = inChunks(tar.subarray(0, 4000), 1000);
  await expect(unpack(body, join(parent, 'out'), { entries: 3, size: tar.length })).rejects.toThrow(
    ArchiveError,
  );
  expect(nextDescriptor(parent)).toBe(before);
});

test('an error of the disk has its code and its cause', async () => {
  const out = join(temporaryFolder(), 'out');
  const tar = tarOf(parts);
  const swept = async function* () {
    yield await Promise.resolve(tar.subarray(0, 1536));
    renameSync(out, `${out}-trash`);
    yield tar.subarray(1536);
  };
  await expect(unpack(swept(), out, { entries: 3, size: tar.length })).rejects.toThrow(
    expect.objectContaining({ reason: 'could not be written (ENOENT)', cause: expect.any(Error) as Error }),
  );
});

test('a place that may not be written to is an error of the folder', async () => {
  const parent = temporaryFolder();
  chmodSync(parent, 0o755);
  const failure = await asNobody(() => unpackParts(parts, join(parent, 'out'))).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'ERR_ARCHIVE', reason: 'could not be made (EACCES)' });
});

test('names that the file system takes for one are refused', () => {
  const out = join(temporaryFolder(), 'out');
  const restore = new Restore(out, { entries: 3, size: 10_000 });
  const read = () => {
    new TarReader(restore).push(tarOf(parts));
  };
  // Stands for what a file system that folds names would have made of another entry.
  mkdirSync(join(out, 'file'));
  expect(read).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(restore.failure(Object.assign(new Error('exists'), { code: 'EEXIST' })).reason).toMatch(
    'two names for one',
  );
});

test('links are made last, so no link is there while files are written', async () => {
  const out = join(temporaryFolder(), 'out');
  const watched = async function* () {
    const tar = tarOf([...parts.slice(0, 2), link('outputs/a', 'file'), ...parts.slice(2)]);
    yield await Promise.resolve(tar.subarray(0, -1024));
    expect(existsSync(join(out, 'file'))).toBe(true);
    expect(existsSync(join(out, 'a'))).toBe(false);
    yield tar.subarray(-1024);
  };
  await unpack(watched(), out, { entries: 4, size: tarOf([...parts, link('outputs/a', 'file')]).length });
  expect(readFileSync(join(out, 'a'), 'utf8')).toBe('x'.repeat(5000));
});

test('a file that its owner could not read gets that permission, and nobody gets more than the nine bits', async () => {
  const out = join(temporaryFolder(), 'out');
  await unpackParts(
    [...parts.slice(0, 2), { ...file('outputs/f', ''), mode: 0o7000 }, { ...folder('outputs/d'), mode: 0 }],
    out,
  );
  expect(snapshot(out)).toEqual({ f: 'file 400 ', d: 'folder 700' });
});
