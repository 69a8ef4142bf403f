import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/hostile/temporary-folder.js';
import { flawOfLink } from './link-on-windows.js';

function linkTo(target: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), '');
  const link = join(folder, 'link');
  symlinkSync(target, link);
  return link;
}

test.each(['folder', '.', './folder/../folder'])(
  'a link to the folder %s stays, but not on Windows',
  (target) => {
    expect(flawOfLink(linkTo(target), 'win32')).toContain('to a folder, which Nx on Windows breaks');
    expect(flawOfLink(linkTo(target), 'linux')).toBeUndefined();
  },
);

test.each(['file', 'nowhere', 'link'])('a link to %s stays on Windows', (target) => {
  expect(flawOfLink(linkTo(target), 'win32')).toBeUndefined();
});

test('a link that the system has not made, though it said so, does not stay', () => {
  expect(flawOfLink(join(temporaryFolder(), 'link'), 'win32')).toContain('of which the system makes nothing');
});
