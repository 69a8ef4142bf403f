import {
  appendFileSync,
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { asNobody } from '../../../test/hostile/as-nobody.js';
import { collect } from '../../../test/hostile/bodies.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ArchiveError } from '../../errors.js';
import { pack, pieceSize } from './pack.js';
import { planOutputs } from './plan-outputs.js';

/** `<temporary>/made` with one file in it. */
function outputs(content: string | Buffer = 'content') {
  const root = join(temporaryFolder(), 'made');
  mkdirSync(root);
  const path = join(root, 'file');
  writeFileSync(path, content);
  // A time that utimes can give to another file, too.
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  return { root, path };
}

/** The number that the next descriptor gets: it rises when one was left open. */
function nextDescriptor(path: string): number {
  const fd = openSync(path, 'r');
  closeSync(fd);
  return fd;
}

test('an archive says its entries and its exact size before anything is read', async () => {
  const { root } = outputs();
  mkdirSync(join(root, 'ü'.repeat(100)));
  const archive = pack(root, 'printed');
  expect(archive.entries).toBe(4);
  expect((await collect(archive.chunks())).length).toBe(archive.size);
});

test('the pieces are full but for the last one, and each is a buffer of its own', () => {
  const { root } = outputs(Buffer.alloc(2 * pieceSize));
  const archive = pack(root, '');
  const pieces = [...archive.chunks()];
  expect(pieces.map((piece) => piece.length)).toEqual([pieceSize, pieceSize, archive.size - 2 * pieceSize]);
  expect(new Set(pieces.map((piece) => piece.buffer)).size).toBe(3);
});

test('a small archive allocates little', () => {
  const [piece] = pack(outputs().root, '').chunks();
  expect(piece?.buffer.byteLength).toBeLessThan(8192);
});

test.skipIf(process.platform === 'win32')('what Windows could not hold is packed all the same', async () => {
  const { root, path } = outputs();
  for (const name of ['q?.txt', 'a\\b', 'con.js', 'trailing. ', 'FILE']) linkSync(path, join(root, name));
  symlinkSync('q?.txt', join(root, 'ab:c'));
  const tar = (await collect(pack(root, '').chunks())).toString('latin1');
  for (const name of ['q?.txt', 'a\\b', 'con.js', 'trailing. ', 'FILE', 'file', 'ab:c'])
    expect(tar).toContain(`outputs/${name}\0`);
});

test('on Windows, which keeps no modes, everybody may enter and start what was made, and only its owner change it', () => {
  const { root, path } = outputs();
  mkdirSync(join(root, 'folder'));
  for (const made of [path, join(root, 'folder')]) chmodSync(made, 0o666);
  expect(planOutputs(root, 'win32').map(({ mode }) => mode)).toEqual([0o755, 0o755, 0o755]);
  expect(planOutputs(root, 'linux').map(({ mode }) => mode)).toEqual([
    statSync(root).mode & 0o777,
    0o666,
    0o666,
  ]);
});

test('an archive can be read again', async () => {
  const archive = pack(outputs().root, '');
  expect(await collect(archive.chunks())).toEqual(await collect(archive.chunks()));
});

const changes: [string, (path: string) => void][] = [
  ['vanishes', rmSync],
  [
    'grows',
    (path) => {
      appendFileSync(path, 'x');
    },
  ],
  [
    'shrinks',
    (path) => {
      truncateSync(path, 3);
    },
  ],
  [
    'is written to',
    (path) => {
      writeFileSync(path, 'CONTENT');
      utimesSync(path, 1, 1);
    },
  ],
  [
    'becomes another file',
    (path) => {
      const { atime, mtime } = statSync(path);
      renameSync(path, `${path}2`);
      writeFileSync(path, 'content');
      utimesSync(path, atime, mtime);
    },
  ],
  [
    'becomes a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  [
    'becomes a link',
    (path) => {
      renameSync(path, `${path}2`);
      symlinkSync('file2', path);
    },
  ],
];

test.each(changes)('a file that %s before it is read makes no archive', (_, change) => {
  const { root, path } = outputs();
  const archive = pack(root, '');
  change(path);
  const before = nextDescriptor(root);
  expect(() => [...archive.chunks()]).toThrow(ArchiveError);
  expect(nextDescriptor(root)).toBe(before);
});

const latterChanges: [string, (path: string) => void][] = [
  [
    'grows',
    (path) => {
      appendFileSync(path, 'x');
    },
  ],
  [
    'shrinks',
    (path) => {
      truncateSync(path, pieceSize);
    },
  ],
  [
    'is written to',
    (path) => {
      utimesSync(path, 1, 1);
    },
  ],
];

test.each(latterChanges)('a file that %s while it is read makes no archive', (_, change) => {
  const { root, path } = outputs(Buffer.alloc(2 * pieceSize));
  const before = nextDescriptor(root);
  const chunks = pack(root, '').chunks();
  chunks.next();
  change(path);
  expect(() => [...chunks]).toThrow('"outputs/file" changed while it was packed');
  expect(nextDescriptor(root)).toBe(before);
});

test('a reader that stops early leaves no file open', () => {
  const { root } = outputs(Buffer.alloc(2 * pieceSize));
  const before = nextDescriptor(root);
  for (const piece of pack(root, '').chunks()) if (piece.length > 0) break;
  expect(nextDescriptor(root)).toBe(before);
});

test.each([
  [
    'a link to a place outside',
    (path: string) => {
      symlinkSync('../canary', path);
    },
  ],
  [
    'an absolute link',
    (path: string) => {
      symlinkSync('/etc', path);
    },
  ],
  [
    'a link that goes on from another one',
    (path: string) => {
      symlinkSync('file/../file', path);
    },
  ],
])('%s makes no archive', (_, make) => {
  const { root } = outputs();
  make(join(root, 'odd'));
  expect(() => pack(root, '')).toThrow(/^"outputs\/odd" /);
});

test('a name that is no UTF-8 makes no archive', () => {
  const { root } = outputs();
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe9])]), '');
  expect(() => pack(root, '')).toThrow('is not valid Unicode');
});

test.each([
  [
    'nothing',
    (path: string) => {
      rmSync(path, { recursive: true });
    },
    /ENOENT/,
  ],
  [
    'a file',
    (path: string) => {
      rmSync(path, { recursive: true });
      writeFileSync(path, '');
    },
    /is not a folder/,
  ],
  [
    'a link',
    (path: string) => {
      renameSync(path, `${path}2`);
      symlinkSync('.', path);
    },
    /./,
  ],
])('where %s lies there is nothing to pack', (_, change, reason) => {
  const { root } = outputs();
  change(root);
  expect(() => pack(root, '')).toThrow(reason);
});

test('what may not be read makes no archive, and the error has its cause', () => {
  const { root, path } = outputs();
  chmodSync(join(root, '..'), 0o755);
  chmodSync(path, 0o000);
  const archive = pack(root, '');
  asNobody(() => {
    expect(() => [...archive.chunks()]).toThrow(
      expect.objectContaining({ reason: 'could not be read (EACCES)', cause: expect.any(Error) as Error }),
    );
  });
});

test('a terminal output that is too long to be read back makes no archive', () => {
  expect(() => pack(outputs().root, 'x'.repeat(64 * 1024 * 1024 + 1))).toThrow(
    '"terminalOutput" is longer than',
  );
});
