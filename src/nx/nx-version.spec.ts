import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { adviseOnNxVersion, readNxVersion, findNodeForNx, newestNx } from './nx-version.js';

test.each([
  '20.1.0',
  '20.1.0-beta.2',
  '20.8.4',
  '21.0.0',
  '22.7.12',
  '23.3.2',
  '24.0.0-beta.1',
  '24.1.0-beta.3',
  '24.0.6',
  '24.9.1',
])('Nx %s is supported', (version) => {
  expect(adviseOnNxVersion(version)).toBeUndefined();
});

test.each(['20.0.0', '20.0.13', '20.0.1-beta.0', '19.8.14', '9.0.0', '15.0.0-rc.1'])(
  'Nx %s is too old',
  (version) => {
    expect(adviseOnNxVersion(version)).toBe(
      `Nx ${version} is too old for a remote cache of this kind; update to Nx 20.1 or later`,
    );
  },
);

test.each(['25.0.0', '25.0.0-beta.1', '100.2.3'])('Nx %s is too new', (version) => {
  expect(adviseOnNxVersion(version)).toBe(
    `Nx ${version} is newer than this package was tested with (20.1 to 24); update nx-azure-cache`,
  );
});

test('a text that is not a version has no problem', () => {
  expect(adviseOnNxVersion('latest')).toBeUndefined();
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nx-version-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function install(manifest: string): void {
  mkdirSync(join(root, 'node_modules/nx'), { recursive: true });
  writeFileSync(join(root, 'node_modules/nx/package.json'), manifest);
}

test('the version is that of the Nx in the workspace', () => {
  install('{ "name": "nx", "version": "22.7.12" }');
  expect(readNxVersion(root)).toBe('22.7.12');
});

test('the version is also found from a folder below', () => {
  install('{ "version": "21.0.0" }');
  mkdirSync(join(root, 'packages/a'), { recursive: true });
  expect(readNxVersion(join(root, 'packages/a'))).toBe('21.0.0');
});

test.each([
  ['no Nx', undefined],
  ['a manifest without version', '{}'],
  ['a broken manifest', '{'],
])('the version of an Nx with %s is not known', (_, manifest) => {
  if (manifest !== undefined) install(manifest);
  expect(readNxVersion(root)).toBeUndefined();
});

test.each([
  ['20.1.4', '20.10.0'],
  ['20.8.4', '24.1.0'],
  ['21.6.5', '20.19.0'],
  ['22.7.12', '22.12.0'],
  ['22.7.12', '26.0.0'],
  ['23.0.2', '22.22.0'],
  ['24.0.6', '26.3.1'],
  ['24.1.0-beta.3', '24.0.0'],
])('Nx %s goes with Node %s', (nx, node) => {
  expect(findNodeForNx(nx, node)).toBeUndefined();
});

test.each([
  ['20.8.4', '26.0.0', '20, 22, 24'],
  ['21.6.5', '20.18.3', '20.19+, 22.12+, 24'],
  ['22.7.12', '23.11.0', '20.19+, 22.12+, 24, 26'],
  ['23.0.2', '20.20.2', '22.12+, 24, 26'],
  ['24.0.6', '22.11.0', '22.12+, 24, 26'],
  ['24.0.6', '28.0.0', '22.12+, 24, 26'],
])('Nx %s does not go with Node %s', (nx, node, instead) => {
  expect(findNodeForNx(nx, node)).toBe(instead);
});

test.each(['19.8.14', '25.0.0', 'latest'])('of Nx %s nothing is known', (nx) => {
  expect(findNodeForNx(nx, '20.20.2')).toBeUndefined();
});

test('the newest line that was tested is in the table', () => {
  expect(newestNx).toBe(24);
});
