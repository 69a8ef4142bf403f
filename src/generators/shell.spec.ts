import type { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { createShell } from './shell.js';

function createFake(platform: NodeJS.Platform, status = 0) {
  const [started, said]: [unknown[][], string[]] = [[], []];
  const start = (...call: unknown[]) => {
    started.push(call);
    return { status };
  };
  const shell = createShell(platform, start as unknown as typeof spawnSync, (text) => said.push(text));
  return { shell, started, said };
}

test.each([
  ['linux', '/home/ada/web'],
  ['linux', '//home/ada/web'],
  ['win32', 'C:\\Users\\Zdeněk\\web'],
  ['win32', 'Z:\\web'],
  ['win32', '\\\\?\\C:\\a long way\\web'],
] as const)('on %s a command runs in %s', (platform, cwd) => {
  const { shell, started, said } = createFake(platform);
  expect(shell.run('npm install', cwd, 5)).toBe(true);
  expect(started).toEqual([['npm install', { cwd, timeout: 5, shell: true, stdio: 'inherit' }]]);
  expect(said).toEqual([]);
});

test('a command that fails is reported as failed', () => {
  expect(createFake('win32', 1).shell.run('npm install', 'C:\\web')).toBe(false);
});

test.each([
  '\\\\server\\share\\web',
  '//server/share/web',
  '\\\\wsl.localhost\\Ubuntu\\home\\ada\\web',
  '\\\\?\\UNC\\server\\share',
])('on Windows nothing runs in the share %s: cmd.exe would take another folder', (cwd) => {
  const { shell, started, said } = createFake('win32');
  expect(shell.run('npm install', cwd)).toBe(false);
  expect(started).toEqual([]);
  expect(said.join('')).toContain('npm install was not run: npm needs cmd.exe');
  expect(said.join('')).toContain('net use Z:');
});
