import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { ArchiveError } from '../../errors.js';
import { pack } from './pack.js';

/** A folder with one file in it. */
function outputs(): string {
  const root = join(temporaryFolder(), 'made');
  mkdirSync(root);
  writeFileSync(join(root, 'file'), 'content');
  return root;
}

test('a file that becomes a pipe before it is read makes no archive', () => {
  const root = outputs();
  const archive = pack(root, '');
  rmSync(join(root, 'file'));
  execFileSync('mkfifo', [join(root, 'file')]);
  expect(() => [...archive.chunks()]).toThrow(ArchiveError);
});

test('a pipe makes no archive', () => {
  const root = outputs();
  execFileSync('mkfifo', [join(root, 'pipe')]);
  expect(() => pack(root, '')).toThrow('"outputs/pipe" is neither a file, a folder nor a symbolic link');
});

test('a socket makes no archive', async () => {
  const root = outputs();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(root, 'socket'), resolve));
  expect(() => pack(root, '')).toThrow('"outputs/socket" is neither a file, a folder nor a symbolic link');
  await new Promise((resolve) => server.close(resolve));
});
