import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { collect } from '../../test/hostile/bodies.js';
import { snapshot } from '../../test/hostile/snapshot.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { compress, decompress, preferredCodec, type Codec } from './codec/codec.js';
import { pack, pieceSize } from './pack/pack.js';
import { unpack } from './unpack/unpack.js';

/** brotli on every Node, zstd as well where it has it */
const codecs = [...new Set<Codec>(['br', preferredCodec()])];
/** e.g. `{ 'bin/cli': { content: '#!', mode: 0o755 } }` */
type Tree = Record<string, { content?: string | Buffer; link?: string; mode?: number }>;

function plant(tree: Tree): string {
  const root = join(temporaryFolder(), 'made');
  mkdirSync(root);
  for (const [path, what] of Object.entries(tree)) {
    const full = join(root, path);
    mkdirSync(what.content === undefined && what.link === undefined ? full : dirname(full), {
      recursive: true,
    });
    if (what.content !== undefined) writeFileSync(full, what.content);
    if (what.link !== undefined) symlinkSync(what.link, full);
    if (what.mode !== undefined) chmodSync(full, what.mode);
  }
  return root;
}

async function roundTrip(root: string, codec: Codec, terminalOutput = 'it worked') {
  const archive = pack(root, terminalOutput);
  const folder = join(temporaryFolder(), 'restored');
  const body = compress(archive.chunks(), codec);
  const unpacked = await unpack(decompress(body, codec, archive.size), folder, archive);
  return { ...unpacked, restored: snapshot(folder) };
}

/** Names of every length around the limits of a header (100), its prefix (155, 255) and PAX's length (1000). */
function namesAroundTheLimits(): Tree {
  const lengths = [90, 91, 92, 93, 94, 99, 100, 101, 155, 156, 247, 248, 249, 255].map((length) =>
    'n'.repeat(length),
  );
  const deep = [940, 941, 942, 975, 976, 977, 978, 979, 980, 981, 982, 983].map((length) => {
    const path = `${'d'.repeat(200)}/`.repeat(4);
    return path + 'n'.repeat(length - path.length);
  });
  return Object.fromEntries([...lengths, ...deep].map((name) => [name, { content: name }]));
}

const trees: Record<string, Tree> = {
  nothing: {},
  'an executable file': { 'bin/cli': { content: '#!/bin/sh', mode: 0o755 } },
  'files of every mode': Object.fromEntries(
    [0o400, 0o440, 0o444, 0o500, 0o555, 0o600, 0o640, 0o664, 0o666, 0o755, 0o775, 0o777].map((mode) => [
      mode.toString(8),
      { content: '', mode },
    ]),
  ),
  'folders of every mode': Object.fromEntries(
    [0o700, 0o711, 0o750, 0o755, 0o775, 0o777].map((mode) => [mode.toString(8), { mode }]),
  ),
  'links of every kind': {
    'd/file': { content: 'x' },
    file: { link: 'd/file' },
    folder: { link: './d' },
    'd/up': { link: '..' },
    'd/over': { link: '../d/file' },
    dangling: { link: 'gone' },
    itself: { link: 'itself' },
    long: { link: `d/${'x'.repeat(200)}` },
    'not-ascii': { link: 'd/ünïcode' },
  },
  'empty folders': { empty: {}, 'a/b/c': {} },
  dotfiles: { '.env': { content: 'A=1' }, '.cache/.keep': { content: '' }, '...': { content: 'dots' } },
  'empty files': { a: { content: '' }, b: { content: '' } },
  'sizes around a block': Object.fromEntries(
    [1, 511, 512, 513, 1023, 1024, 1025].map((size) => [`${size}`, { content: Buffer.alloc(size, size) }]),
  ),
  'names around the limits': namesAroundTheLimits(),
  'names that are not ASCII': {
    'ünïcode.txt': { content: 'ü' },
    '日本語/🚀.js': { content: '🚀' },
    ['é'.repeat(127)]: { content: 'é' },
  },
  'names with odd characters': {
    ' a b ': { content: '1' },
    'new\nline': { content: '2' },
    'a=b': { content: '3' },
  },
  'names that mean something to Nx and to the archive': {
    code: { content: '7' },
    terminalOutput: { content: 'a file of that name' },
    'outputs/outputs': { content: 'o' },
    source: { content: '' },
  },
  'names that mean something to JavaScript': { __proto__x: { content: '1' }, constructor: { content: '2' } },
  'a deep tree': { [`${'deep/'.repeat(300)}leaf`]: { content: 'leaf' } },
  'a file of several pieces': { big: { content: Buffer.alloc(2 * pieceSize + 12_345, 'not only zeros') } },
  'a file that fills a piece': { big: { content: Buffer.alloc(pieceSize - 4 * 512 - 1024, 'x') } },
};

describe.each(codecs)('through %s', (codec) => {
  test.each(Object.entries(trees))('%s comes back identical', async (_, tree) => {
    const root = plant(tree);
    const { restored, terminalOutput } = await roundTrip(root, codec);
    expect(restored).toEqual(snapshot(root));
    expect(terminalOutput).toBe('it worked');
  });

  test.each([
    '',
    'ünïcode 🚀\r\n\u001b[32mgreen\u001b[0m\n',
    '\ufeffwith a byte order mark',
    'x'.repeat(5_000_000),
  ])('the terminal output comes back identical', async (terminalOutput) => {
    const unpacked = await roundTrip(plant({}), codec, terminalOutput);
    expect(unpacked.terminalOutput).toBe(terminalOutput);
  });
});

test('the process may drop any permission bit, the restored ones are exact', async () => {
  const root = plant({
    file: { content: '', mode: 0o666 },
    'd/cli': { content: '', mode: 0o777 },
    d: { mode: 0o777 },
  });
  const umask = process.umask(0o077);
  try {
    const { restored } = await roundTrip(root, 'br');
    expect(restored).toEqual(snapshot(root));
  } finally {
    process.umask(umask);
  }
});

test('what could not be read or removed again gets the bits of its owner', async () => {
  const root = plant({ 'd/file': { content: 'x', mode: 0o400 }, e: { mode: 0o500 } });
  const { restored } = await roundTrip(root, 'br');
  expect(restored).toMatchObject({ e: 'folder 700', 'd/file': /^file 400/ });
});

test('set-user-id and its kin are dropped', async () => {
  const { restored } = await roundTrip(
    plant({ cli: { content: '', mode: 0o6755 }, d: { mode: 0o1777 } }),
    'br',
  );
  expect(restored).toEqual({ cli: 'file 755 ', d: 'folder 777' });
});

test('equal outputs make equal archives', async () => {
  const tree = { b: { content: '1' }, 'a/c': { content: '2' }, l: { link: 'b' } };
  const [one, two] = await Promise.all(
    [plant(tree), plant(tree)].map((root) => collect(pack(root, '').chunks())),
  );
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
});
