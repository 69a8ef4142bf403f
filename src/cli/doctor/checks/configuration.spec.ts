import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createFakeSetup, createWorkspace } from '../../../../test/fakes/setup.js';
import { createSetup } from '../setup.js';
import { findingsOf } from '../check.js';
import { checkConfiguration } from './configuration.js';

const azure = { container: 'cache', accountName: 'acme' };

test('a valid configuration is summarized', async () => {
  const trust = { branches: ['main'], untrustedContainer: 'other' };
  const setup = createFakeSetup({ ...azure, trust }, { NX_AZURE_CACHE_PREFIX: 'web' });
  expect(await findingsOf(checkConfiguration, setup)).toEqual([
    {
      status: 'pass',
      detail: 'container "cache", untrusted container "other", account "acme", prefix "web"',
    },
  ]);
});

test('all problems are listed, each with the expected value', async () => {
  const env = { NX_POWERPACK_CACHE_MODE: 'rw' };
  expect(
    await findingsOf(checkConfiguration, createFakeSetup({ contaner: 'cache', accountName: 'acme' }, env)),
  ).toEqual([
    expect.objectContaining({ status: 'fail', detail: 'nx.json azure.contaner: got an unknown key' }),
    expect.objectContaining({
      detail: 'nx.json azure.container: got nothing',
      fix: 'use the name of a container (or NX_AZURE_CACHE_CONTAINER)',
    }),
    expect.objectContaining({ detail: 'NX_POWERPACK_CACHE_MODE: got "rw"' }),
  ]);
});

test('a variable that the CI did not expand is named', async () => {
  const env = { AZURE_STORAGE_SAS_TOKEN: '?$(SAS)', NX_AZURE_CACHE_PREFIX: '$(TEAM)/web' };
  expect(await findingsOf(checkConfiguration, createFakeSetup(azure, env))).toEqual([
    { status: 'pass', detail: 'container "cache", account "acme"' },
    {
      status: 'warn',
      detail:
        'the CI did not expand the value of AZURE_STORAGE_SAS_TOKEN, NX_AZURE_CACHE_PREFIX, so they count as not set',
      fix: expect.stringContaining('define the variable or secret that the value names') as string,
    },
  ]);
});

test('a former name is a warning with the current one', async () => {
  const setup = createFakeSetup({ ...azure, runs: true }, { NX_AZURE_CACHE_RUNS: 'true' });
  expect(await findingsOf(checkConfiguration, setup)).toMatchObject([
    { status: 'pass' },
    {
      status: 'warn',
      detail: 'azure.runs in nx.json is now called azure.recordRuns',
      fix: 'rename it to azure.recordRuns',
    },
    { status: 'warn', detail: 'NX_AZURE_CACHE_RUNS is now called NX_AZURE_CACHE_RECORD_RUNS' },
  ]);
});

test('a workspace without settings is off', async () => {
  const [finding] = await findingsOf(checkConfiguration, createFakeSetup(undefined));
  expect(finding?.detail).toMatch(/^the remote cache is off/);
});

test('a folder outside of workspaces fails', async () => {
  const folder = createWorkspace(undefined);
  const [finding] = await findingsOf(checkConfiguration, createSetup(folder, {}));
  expect(finding?.detail).toBe(`there is no nx.json in ${folder} or a folder above it`);
});

test('an invalid nx.json fails', async () => {
  const folder = createWorkspace(undefined);
  writeFileSync(join(folder, 'nx.json'), '7');
  const [finding] = await findingsOf(
    checkConfiguration,
    createSetup(folder, { NX_AZURE_CACHE_CONTAINER: 'cache' }),
  );
  expect(finding?.detail).toMatch(/nx\.json cannot be read: .*nx\.json is not a JSON object$/);
});
