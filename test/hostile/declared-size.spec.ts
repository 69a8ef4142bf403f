import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { TarReader } from '../../src/archive/unpack/tar-reader.js';
import type { DeclaredSize } from '../../src/archive/unpack/extractor.js';
import { unpack } from '../../src/archive/unpack/unpack.js';
import { inChunks } from './bodies.js';
import { file, folder, link, pax, tarOf } from './tar-builder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const tar = tarOf([
  file('terminalOutput', 'it worked'),
  folder('outputs'),
  pax({ path: 'outputs/ünïcode' }),
  file('outputs/short', 'content'),
  link('outputs/link', 'ünïcode'),
]);
const honest: DeclaredSize = { entries: 4, size: tar.length };
const attempt = (body: Buffer, announced: DeclaredSize, chunk = 1000) =>
  unpack(inChunks(body, chunk), join(temporaryFolder(), 'out'), announced);

test('an archive of the declared size is unpacked', async () => {
  expect(await attempt(tar, honest)).toEqual({ terminalOutput: 'it worked' });
});

test.each([
  ['fewer entries', { entries: 3 }, 'is one entry more than declared'],
  ['more entries', { entries: 5 }, 'has fewer entries than declared'],
  ['no number of entries', { entries: Number.NaN }, 'is one entry more than declared'],
  ['fewer bytes', { size: tar.length - 1 }, 'is larger than declared'],
  ['more bytes', { size: tar.length + 1 }, 'is smaller than declared'],
  ['no number of bytes', { size: Number.NaN }, 'is larger than declared'],
])('an archive that was declared with %s is refused', async (_, lie, reason) => {
  await expect(attempt(tar, { ...honest, ...lie })).rejects.toThrow(reason);
});

test('an archive that never ends is refused as soon as it is too large', async () => {
  let sent = 0;
  const endless = async function* () {
    for (yield await Promise.resolve(tar); ; sent += 1) yield Buffer.alloc(512);
  };
  await expect(unpack(endless(), join(temporaryFolder(), 'out'), honest)).rejects.toThrow(
    'larger than declared',
  );
  expect(sent).toBe(0);
});

test('an archive that is cut off is refused', async () => {
  const out = join(temporaryFolder(), 'out');
  for (let size = 0; size < tar.length; size += 61) {
    await expect(unpack(inChunks(tar.subarray(0, size), 1000), out, honest)).rejects.toThrow('is cut off');
    rmSync(out, { recursive: true });
  }
});

/** Returns a reader's calls to its visitor. It avoids the disk, because it runs thousands of times. */
function read(...chunks: Buffer[]): string {
  const said: string[] = [];
  const reader = new TarReader({
    entry: ({ path, type, size, target }) => said.push(`\n${type} ${path} ${size} ${target}: `),
    content: (bytes) => said.push(bytes.toString('latin1')),
    complete: () => said.push('.'),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return said.join('');
}

test('an archive that is cut off is refused at every byte, also if that size was declared', () => {
  for (let size = 0; size < tar.length; size += 1)
    expect(() => read(tar.subarray(0, size))).toThrow('is cut off');
});

test('an archive that is cut in two anywhere is read all the same', () => {
  for (let size = 0; size <= tar.length; size += 1)
    expect(read(tar.subarray(0, size), tar.subarray(size))).toBe(read(tar));
  expect(read(tar)).toContain('\nfile outputs/ünïcode 7 : content.');
});

test('an archive may arrive byte by byte', async () => {
  expect(await attempt(tar, honest, 1)).toEqual({ terminalOutput: 'it worked' });
});

describe('after its end', () => {
  const more = (rest: Buffer) => {
    const body = Buffer.concat([tar, rest]);
    return attempt(body, { ...honest, size: body.length });
  };

  test('an archive may have zeros', async () => {
    expect(await more(Buffer.alloc(8192))).toEqual({ terminalOutput: 'it worked' });
  });

  test.each([
    ['a byte', Buffer.from('x')],
    ['a byte after zeros', Buffer.concat([Buffer.alloc(1000), Buffer.from('x')])],
    ['half a block of zeros', Buffer.alloc(100)],
    ['another archive', tar],
    ['an entry', tarOf([file('outputs/evil')])],
  ])('it may not have %s', async (_, rest) => {
    await expect(more(rest)).rejects.toThrow(/cut off|after its end/);
  });

  test('one empty block is not the end', async () => {
    const body = Buffer.concat([tar.subarray(0, -1024), Buffer.alloc(512), tarOf([file('outputs/evil')])]);
    await expect(attempt(body, { entries: 5, size: body.length })).rejects.toThrow('after its end');
  });
});

test.each([
  ['a terminal output', file('terminalOutput'), 'is longer than'],
  ['a PAX header', pax({ path: 'outputs/x' }), 'has an impossible size'],
])('%s that would fill the memory is refused before it is read', async (_, part, reason) => {
  const huge = { ...part, tamper: (header: Buffer) => header.write('77777777777', 124) };
  let sent = 0;
  const body = (async function* () {
    yield await Promise.resolve(tarOf([huge]));
    for (; ; sent += 1) yield Buffer.alloc(65_536);
  })();
  const announced = { entries: 2, size: 2 ** 40 };
  await expect(unpack(body, join(temporaryFolder(), 'out'), announced)).rejects.toThrow(reason);
  expect(sent).toBe(0);
});
