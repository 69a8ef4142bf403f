import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { sweepStaging } from '../archive/staging.js';
import { adviseOnNx } from './advise-on-nx.js';

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

test('a newer Nx is said once a day', () => {
  install('25.0.0');
  expect(advise(noon)).toContain('Nx 25.0.0 is newer than this package was tested with');
  expect(advise(noon)).toBeUndefined();
  expect(advise(noon + 23 * hour)).toBeUndefined();
  expect(advise(noon + 24 * hour)).toContain('Nx 25.0.0');
});

test('a sweep of what killed runs left does not make it be said again', () => {
  install('25.0.0');
  advise(noon);
  sweepStaging(cacheDirectory, Date.now() + 2 * hour);
  expect(advise(noon + 2 * hour)).toBeUndefined();
});

test('it can be silenced', () => {
  install('25.0.0');
  expect(advise(noon, { ofNewer: false })).toBeUndefined();
});

test.each([
  ['a clock that was put back', () => noon - hour],
  ['a mark that is no time', () => 'yesterday'],
])('%s: it is said again', (_, written) => {
  install('25.0.0');
  advise(noon);
  writeFileSync(join(cacheDirectory, '.nx-azure-cache.newer-nx'), String(written()));
  expect(advise(noon - 2 * hour)).toContain('Nx 25.0.0');
});

test.each([undefined, join('not', 'there')])('the cache directory %s: it is said each time', (folder) => {
  install('25.0.0');
  const options = { cacheDirectory: folder && join(root, folder) };
  expect(advise(noon, options)).toContain('Nx 25.0.0');
  expect(advise(noon, options)).toContain('Nx 25.0.0');
});

test('an Nx that is too old is said each time, whoever wants it silent', () => {
  install('20.0.12');
  expect(advise(noon, { ofNewer: false })).toContain('too old');
  expect(advise(noon, { ofNewer: false })).toContain('too old');
});

test.each(['24.0.6', '24.1.0-beta.3', '20.1.0-rc.1'])('of Nx %s there is nothing to say', (version) => {
  install(version);
  expect(advise(noon)).toBeUndefined();
});

test('without Nx there is nothing to say', () => {
  expect(advise(noon)).toBeUndefined();
});
