import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { asNobody } from '../../../test/hostile/as-nobody.js';
import { inChunks } from '../../../test/hostile/bodies.js';
import { snapshot } from '../../../test/hostile/snapshot.js';
import {
  countEntries,
  file,
  folder,
  link,
  pax,
  tarOf,
  type Part,
} from '../../../test/hostile/tar-builder.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ArchiveError } from '../../errors.js';
import { Extractor } from './extractor.js';
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

test('entries below outputs are put into the folder itself', async () => {
  const out = join(temporaryFolder(), 'out');
  await unpackParts(parts, out);
  expect(readFileSync(join(out, 'file'), 'utf8')).toBe('x'.repeat(5000));
});

test('an existing folder is refused and left as it is', async () => {
  const out = temporaryFolder();
  await expect(unpackParts(parts, out)).rejects.toThrow('could not be created (EEXIST)');
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
  expect(failure).toMatchObject({ code: 'ERR_ARCHIVE', reason: 'could not be created (EACCES)' });
});

/** What comes of parts in a folder, as a system of that kind. */
function refusalOf(parts: readonly Part[], platform?: NodeJS.Platform) {
  const tar = tarOf(parts);
  const out = join(temporaryFolder(), 'out');
  const announced = { entries: countEntries(parts), size: tar.length };
  return unpack(inChunks(tar, 1000), out, announced, platform).then(
    () => undefined,
    (error: unknown) => error as ArchiveError,
  );
}

describe('an entry that this system cannot hold', () => {
  const begin = parts.slice(0, 2);
  /** longer than symlink(2) takes */
  const target = `${'n'.repeat(250)}/`.repeat(17).slice(0, 4096);

  test.each<{ name: string; more: Part[]; platform?: NodeJS.Platform; entry: string; reason: RegExp }>([
    {
      name: 'a name',
      more: [file('outputs/q?.txt')],
      platform: 'win32',
      entry: 'outputs/q?.txt',
      reason: /^has "\?" in a name/,
    },
    {
      name: 'a folder with something in it',
      more: [folder('outputs/nul'), file('outputs/nul/a'), file('outputs/b')],
      platform: 'win32',
      entry: 'outputs/nul',
      reason: /a device on Windows/,
    },
    {
      name: 'a link',
      more: [link('outputs/l', 'ab:c')],
      platform: 'win32',
      entry: 'outputs/l',
      reason: /^is a link to "ab:c", which/,
    },
    {
      name: 'the first of several',
      more: [file('outputs/a.'), file('outputs/b?')],
      platform: 'win32',
      entry: 'outputs/a.',
      reason: /./,
    },
    {
      name: 'a link to a folder',
      more: [link('outputs/l', 'sub'), folder('outputs/sub'), file('outputs/sub/a')],
      platform: 'win32',
      entry: 'outputs/l',
      reason: /to a folder, which Nx on Windows breaks/,
    },
    {
      name: 'what the system itself refuses',
      more: [pax({ linkpath: target }), link('outputs/l', 'x')],
      entry: 'outputs/l',
      reason: /a path that the file system refuses/,
    },
  ])('is $name, and is no damage', async ({ more, platform, entry, reason }) => {
    const error = await refusalOf([...begin, ...more], platform);
    expect(error).toMatchObject({ unportable: true, entry });
    expect(error?.reason).toMatch(reason);
  });

  test('is held by another one', async () => {
    const portable = [
      ...begin,
      file('outputs/q?.txt'),
      folder('outputs/nul'),
      link('outputs/l', 'ab:c'),
      link('outputs/m', 'nul'),
    ];
    expect(await refusalOf(portable, 'linux')).toBeUndefined();
  });

  test('is no link to a file, which stays a link on Windows', async () => {
    const out = join(temporaryFolder(), 'out');
    const all = [...parts, link('outputs/l', 'file')];
    const tar = tarOf(all);
    await unpack(inChunks(tar, 1000), out, { entries: 4, size: tar.length }, 'win32');
    expect(readlinkSync(join(out, 'l'))).toBe('file');
  });

  test.each<[string, Part[]]>([
    ['a path that leaves', [file('outputs/../x')]],
    ['a link that leaves', [link('outputs/l', '..')]],
    ['a file twice', [file('outputs/a'), file('outputs/a')]],
    ['a file below it', [file('outputs/q?/a')]],
    ['an entry of a wrong type', [{ name: 'outputs/evil', type: '3' }]],
  ])('hides no damage: %s', async (_, more) => {
    const error = await refusalOf([...begin, file('outputs/q?'), ...more], 'win32');
    expect(error).toMatchObject({ code: 'ERR_ARCHIVE', unportable: false });
  });

  test('hides no archive that is cut off, and nothing of it is written', async () => {
    const out = join(temporaryFolder(), 'out');
    const all = [...begin, file('outputs/a?'), file('outputs/b')];
    const tar = tarOf(all).subarray(0, -1024);
    const announced = { entries: countEntries(all), size: tar.length };
    await expect(unpack(inChunks(tar, 1000), out, announced, 'win32')).rejects.toThrow('is cut off');
    expect(snapshot(out)).toEqual({});
  });
});

test('names that the file system takes for one are reported together', () => {
  const out = join(temporaryFolder(), 'out');
  const extractor = new Extractor(out, { entries: 3, size: 10_000 });
  // Stands for what a file system that folds names would have made of another entry.
  writeFileSync(join(out, 'FILE'), '');
  linkSync(join(out, 'FILE'), join(out, 'file'));
  new TarReader(extractor).push(tarOf(parts));
  expect(() => extractor.finish()).toThrow(
    expect.objectContaining({
      unportable: true,
      entry: 'outputs/file',
      reason: expect.stringContaining('differs from "FILE" beside it only in case') as string,
    }),
  );
});

test('a file of another process in the same place is an error of the disk', () => {
  const out = join(temporaryFolder(), 'out');
  const extractor = new Extractor(out, { entries: 3, size: 10_000 });
  writeFileSync(join(out, 'file'), '');
  expect(() => {
    new TarReader(extractor).push(tarOf(parts));
  }).toThrow(expect.objectContaining({ code: 'EEXIST' }));
});

test('links are created last, so that no link exists while files are written', async () => {
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

test('a file that its owner could not read gets that permission, and no file gets more than the nine bits', async () => {
  const out = join(temporaryFolder(), 'out');
  await unpackParts(
    [...parts.slice(0, 2), { ...file('outputs/f', ''), mode: 0o7000 }, { ...folder('outputs/d'), mode: 0 }],
    out,
  );
  expect(snapshot(out)).toEqual({ f: 'file 400 ', d: 'folder 700' });
});
