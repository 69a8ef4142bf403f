import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeSetup, createWorkspace } from '../../../../test/support/fakes/setup.js';
import { createSetup } from '../setup.js';
import { configuration } from './configuration.js';

const azure = { container: 'cache', accountName: 'acme' };

test('what is in force', async () => {
  const trust = { branches: ['main'], untrustedContainer: 'other' };
  const setup = createFakeSetup({ ...azure, trust }, { NX_AZURE_CACHE_PREFIX: 'web' });
  expect(await configuration.run(setup)).toEqual([
    {
      status: 'pass',
      detail: 'container "cache", untrusted container "other", account "acme", prefix "web"',
    },
  ]);
});

test('all problems, each with what is expected', async () => {
  const env = { NX_POWERPACK_CACHE_MODE: 'rw' };
  expect(await configuration.run(createFakeSetup({ contaner: 'cache', accountName: 'acme' }, env))).toEqual([
    expect.objectContaining({ status: 'fail', detail: 'nx.json azure.contaner: got an unknown key' }),
    expect.objectContaining({
      detail: 'nx.json azure.container: got nothing',
      fix: 'put there the name of a container (or NX_AZURE_CACHE_CONTAINER)',
    }),
    expect.objectContaining({ detail: 'NX_POWERPACK_CACHE_MODE: got "rw"' }),
  ]);
});

test('a variable that the CI did not expand is told by its name', async () => {
  const env = { AZURE_STORAGE_SAS_TOKEN: '?$(SAS)', NX_AZURE_CACHE_PREFIX: '$(TEAM)/web' };
  expect(await configuration.run(createFakeSetup(azure, env))).toEqual([
    { status: 'pass', detail: 'container "cache", account "acme"' },
    {
      status: 'warn',
      detail:
        'the CI did not expand AZURE_STORAGE_SAS_TOKEN, NX_AZURE_CACHE_PREFIX, so that they count as absent',
      fix: expect.stringContaining('define what the value names') as string,
    },
  ]);
});

test('a former name is a warning with the current one', async () => {
  const setup = createFakeSetup({ ...azure, runs: true }, { NX_AZURE_CACHE_RUNS: 'true' });
  expect(await configuration.run(setup)).toMatchObject([
    { status: 'pass' },
    {
      status: 'warn',
      detail: 'azure.runs in nx.json is now called azure.recordRuns',
      fix: 'rename it to azure.recordRuns',
    },
    { status: 'warn', detail: 'NX_AZURE_CACHE_RUNS is now called NX_AZURE_CACHE_RECORD_RUNS' },
  ]);
});

test('a workspace that asks for no remote cache', async () => {
  const [finding] = await configuration.run(createFakeSetup(undefined));
  expect(finding?.detail).toMatch(/^the remote cache is off/);
});

test('a folder that is no workspace', async () => {
  const folder = createWorkspace(undefined);
  const [finding] = await configuration.run(createSetup(folder, {}));
  expect(finding?.detail).toBe(`neither ${folder} nor a folder above it has an nx.json`);
});

test('an nx.json that is none', async () => {
  const folder = createWorkspace(undefined);
  writeFileSync(join(folder, 'nx.json'), '7');
  const [finding] = await configuration.run(createSetup(folder, { NX_AZURE_CACHE_CONTAINER: 'cache' }));
  expect(finding?.detail).toMatch(/nx\.json cannot be read: .*nx\.json is not a JSON object$/);
});
