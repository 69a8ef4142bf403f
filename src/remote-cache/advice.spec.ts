import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { sweepStaging } from '../archive/staging.js';
import { adviseOnNx, adviseOnDiscarded } from './advice.js';

const hour = 60 * 60 * 1000;
const noon = Date.UTC(2026, 10, 28, 12);

let root: string;
let cacheDirectory: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'advise-on-nx-'));
  cacheDirectory = join(root, '.nx/cache');
  mkdirSync(cacheDirectory, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function install(version: string): void {
  mkdirSync(join(root, 'node_modules/nx'), { recursive: true });
  writeFileSync(join(root, 'node_modules/nx/package.json'), JSON.stringify({ version }));
}

const advise = (now: number, options: { ofNewer?: boolean; cacheDirectory?: string | undefined } = {}) =>
  adviseOnNx({ root, cacheDirectory, ofNewer: true, now, ...options });

test('a newer Nx is reported once a day', () => {
  install('25.0.0');
  expect(advise(noon)).toContain('Nx 25.0.0 is newer than this package was tested with');
  expect(advise(noon)).toBeUndefined();
  expect(advise(noon + 23 * hour)).toBeUndefined();
  expect(advise(noon + 24 * hour)).toContain('Nx 25.0.0');
});

test('a sweep of staging folders does not make a newer Nx be reported again', () => {
  install('25.0.0');
  advise(noon);
  sweepStaging(cacheDirectory, Date.now() + 2 * hour);
  expect(advise(noon + 2 * hour)).toBeUndefined();
});

test('the warning about a newer Nx can be turned off', () => {
  install('25.0.0');
  expect(advise(noon, { ofNewer: false })).toBeUndefined();
});

test.each([
  ['a clock that was put back', () => noon - hour],
  ['a mark that is no time', () => 'yesterday'],
])('with %s, a newer Nx is reported again', (_, written) => {
  install('25.0.0');
  advise(noon);
  writeFileSync(join(cacheDirectory, '.nx-azure-cache.newer-nx'), String(written()));
  expect(advise(noon - 2 * hour)).toContain('Nx 25.0.0');
});

test.each([undefined, join('not', 'there')])(
  'with the cache directory %s, a newer Nx is reported each time',
  (folder) => {
    install('25.0.0');
    const options = { cacheDirectory: folder && join(root, folder) };
    expect(advise(noon, options)).toContain('Nx 25.0.0');
    expect(advise(noon, options)).toContain('Nx 25.0.0');
  },
);

test('an Nx that is too old is reported each time, also when the other warning is off', () => {
  install('20.0.12');
  expect(advise(noon, { ofNewer: false })).toContain('too old');
  expect(advise(noon, { ofNewer: false })).toContain('too old');
});

test.each(['24.0.6', '24.1.0-beta.3', '20.1.0-rc.1'])('a supported Nx (%s) gets no warning', (version) => {
  install(version);
  expect(advise(noon)).toBeUndefined();
});

test('a workspace without Nx gets no warning', () => {
  expect(advise(noon)).toBeUndefined();
});

test.each([
  ['24.0.5', true],
  ['24.1.0', true],
  ['25.0.0', true],
  ['24.0.4', false],
  ['23.2.1', false],
  ['22.7.12', false],
  ['20.1.4', false],
  [undefined, false],
])('the advice for Nx %s names the rule about links: %j', (nxVersion, isNamed) => {
  const advice = adviseOnDiscarded(['web:build'], nxVersion);
  expect(advice).toMatch(/^Nx did not take the cached result of web:build, and ran it again: /);
  expect(advice.includes('symbolic link')).toBe(isNamed);
  expect(advice.includes('24.0.5')).toBe(isNamed);
});

test('the advice on several tasks names one', () => {
  expect(adviseOnDiscarded(['a', 'b', 'c'], undefined)).toContain('of a and 2 other tasks, and');
});
