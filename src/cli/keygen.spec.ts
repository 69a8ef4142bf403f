import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createFakeHost } from '../../test/fakes/host.js';
import { createWorkspace } from '../../test/fakes/setup.js';
import { resolveConfig } from '../config/resolve-config.js';
import { runCli } from './run-cli.js';
import { newKeyId } from './shared/key-pair.js';

async function keygen(...words: string[]) {
  const host = createFakeHost({ cwd: createWorkspace(undefined) });
  return { cwd: host.cwd, exitCode: await runCli(['keygen', ...words], host), ...host.written };
}

const listedIn = (text: string) => /"publicKeys": \["([^"]+)"\]/.exec(text)?.[1] ?? '';

function trustOf(publicKey: string, signingKey: string) {
  const azure = {
    container: 'cache',
    accountName: 'acme',
    trust: { branches: ['main'], publicKeys: [publicKey] },
  };
  return resolveConfig(azure, { NX_AZURE_CACHE_SIGNING_KEY: signingKey }).trust;
}

test('only the private key is on the standard output, and both keys make a valid configuration', async () => {
  const { exitCode, out, err } = await keygen();
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^\d{4}-\d\d-[0-9a-f]{4}:[\w+/]{43}=\n$/);
  expect(err).not.toContain(out.trim().split(':')[1]);
  const trust = trustOf(listedIn(err), out);
  expect(trust?.signingKey?.id).toBe(trust?.publicKeys[0]?.id);
});

test('no two pairs are the same', async () => {
  const pairs = await Promise.all([keygen('--id', 'main'), keygen('--id', 'main')]);
  expect(new Set(pairs.map(({ out }) => out)).size).toBe(2);
  expect(pairs.every(({ out }) => out.startsWith('main:'))).toBe(true);
});

test('--json prints both keys', async () => {
  const { out, err } = await keygen('--json', '--id', 'main');
  const pair = JSON.parse(out) as { id: string; publicKey: string; signingKey: string };
  expect(err).toBe('');
  expect(Object.keys(pair)).toEqual(['id', 'publicKey', 'signingKey']);
  expect(trustOf(pair.publicKey, pair.signingKey)?.signingKey?.id).toBe('main');
});

test('--out writes the private key to a file that only the user can read', async () => {
  const { cwd, out, err } = await keygen('--out', 'key.txt');
  const key = readFileSync(join(cwd, 'key.txt'), 'utf8');
  expect(out).toBe('');
  expect(err).toContain('--env nx-cache-trusted < key.txt');
  expect(err).not.toContain(key.trim().split(':')[1]);
  expect(statSync(join(cwd, 'key.txt')).mode & 0o777).toBe(0o600);
  const trust = trustOf(listedIn(err), key);
  expect(trust?.signingKey?.id).toBe(trust?.publicKeys[0]?.id);
});

test('--out with --json names the file', async () => {
  const { out } = await keygen('--out', 'key.txt', '--json', '--id', 'main');
  expect(JSON.parse(out)).toEqual({ id: 'main', publicKey: expect.any(String) as string, file: 'key.txt' });
});

test('an existing file is not replaced', async () => {
  const { exitCode, out, err } = await keygen('--out', '.');
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  expect(err).toMatch(/^error: EEXIST/);
});

test('an id begins with the month, and is different each time', () => {
  const ids = Array.from({ length: 5 }, () => newKeyId(new Date('2025-11-30T23:59:59Z')));
  for (const id of ids) expect(id).toMatch(/^2025-11-[0-9a-f]{4}$/);
  expect(new Set(ids).size).toBeGreaterThan(1);
});
