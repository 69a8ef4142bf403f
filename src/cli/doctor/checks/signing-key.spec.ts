import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { createFakeSetup, createWorkspace, installStub } from '../../../../test/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { generateKeyPair } from '../../../trust/signature.js';
import { findingsOf } from '../check.js';
import { checkSigningKey } from './signing-key.js';

const [pair, another] = [generateKeyPair('main'), generateKeyPair('main')];
const trust = { branches: ['main'], publicKeys: [pair.publicKey] };
const azure = { container: 'cache', accountName: 'acme', trust };
const variable = 'NX_AZURE_CACHE_SIGNING_KEY';
const trusted = { NX_AZURE_CACHE_SCOPE: 'trusted', [variable]: pair.signingKey };
const holder = `HOME=/\0${variable}=${pair.signingKey}\0`;

afterEach(() => {
  Reflect.deleteProperty(process.env, variable);
});

/** As Linux shows processes: each with the environment that it was started with. */
function processes(...environments: readonly string[]): string {
  const folder = createWorkspace(undefined);
  environments.forEach((environment, index) => {
    const pid = String(index + 1);
    mkdirSync(join(folder, pid));
    writeFileSync(join(folder, pid, 'environ'), environment);
    writeFileSync(join(folder, pid, 'comm'), 'npm\n');
  });
  writeFileSync(join(folder, 'uptime'), '');
  return folder;
}

const look = (folder: string, env: Environment = {}) =>
  findingsOf(checkSigningKey, createFakeSetup(azure, env, { processes: folder }));

test('a process of the user that holds the key fails an untrusted run', async () => {
  expect(await look(processes(holder))).toEqual([
    {
      status: 'fail',
      detail: 'a task of this untrusted run can read it from process 1 (npm)',
      fix: expect.stringMatching(/then replace the key$/) as string,
    },
  ]);
});

test('a process of the user that holds the key is a warning in a trusted run', async () => {
  expect(await look(processes(holder), trusted)).toMatchObject([
    { status: 'warn', detail: 'a task of this run can read it from process 1 (npm), and sign with it' },
  ]);
});

test('processes without the key of this workspace pass', async () => {
  const others = [
    'HOME=/\0',
    `NOT_${variable}=${pair.signingKey}\0`,
    `${variable}=${another.signingKey}\0`,
    `${variable}=no key\0`,
  ];
  expect(await look(processes(...others))).toMatchObject([{ status: 'pass' }]);
});

test('many processes are counted', async () => {
  const [finding] = await look(processes(holder, holder, holder, holder, holder));
  expect(finding?.detail).toMatch(/from process 1 \(npm\), process 2 \(npm\), process 3 \(npm\), 2 more$/);
});

test('a key that a child process inherits is found', async () => {
  process.env[variable] = 'main:key';
  expect((await look(processes()))[0]?.detail).toMatch(/can read it from its own environment$/);
});

test('a system that shows no processes passes', async () => {
  expect(await look('/nowhere')).toMatchObject([{ status: 'pass' }]);
});

test.each([
  ['21.6.0', 'pass'],
  ['22.0.0', 'warn'],
])('with the key in the environment of Nx %s: %s', async (version, status) => {
  const setup = createFakeSetup(azure, trusted);
  installStub(setup.cwd, 'nx', { version });
  expect(await findingsOf(checkSigningKey, setup)).toMatchObject([{ status }]);
});

test('the check is skipped without public keys', async () => {
  const setup = createFakeSetup({ ...azure, trust: undefined });
  expect(await findingsOf(checkSigningKey, setup)).toMatchObject([{ status: 'skip' }]);
});
