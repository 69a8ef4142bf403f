import { expect, test } from 'vitest';
import type { ConfigIssue } from '../errors.js';
import { resolveEntra } from './entra.js';

const home = { HOME: '/home/ada', USERPROFILE: '/home/ada' };
const folderOf = (env: Record<string, string>) => resolveEntra({ ...home, ...env }, []).tokenFolder;

// The folders of Windows and macOS have other names.
test.runIf(process.platform === 'linux').each([
  ['the cache of the user', {}, '/home/ada/.cache/nx-azure-cache'],
  ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/cache' }, '/cache/nx-azure-cache'],
  ['no place that depends on the current folder', { XDG_CACHE_HOME: 'cache' }, undefined],
  [
    'the folder of the job in GitHub Actions',
    { GITHUB_ACTIONS: 'true', RUNNER_TEMP: '/temp' },
    '/temp/nx-azure-cache',
  ],
  [
    'the folder of the job in Azure Pipelines',
    { TF_BUILD: 'true', AGENT_TEMPDIRECTORY: '/temp' },
    '/temp/nx-azure-cache',
  ],
  ['nothing in another CI, whose home outlives the job', { CI: 'true', XDG_CACHE_HOME: '/cache' }, undefined],
  ['nothing when it is switched off', { NX_AZURE_CACHE_TOKEN_CACHE: 'false' }, undefined],
  [
    'the cache of the user when it is switched on',
    { NX_AZURE_CACHE_TOKEN_CACHE: ' true ' },
    '/home/ada/.cache/nx-azure-cache',
  ],
])('tokens are kept in %s', (_, env, folder) => {
  expect(folderOf(env)).toBe(folder);
});

test('a switch that is neither on nor off is a problem, and off', () => {
  const issues: ConfigIssue[] = [];
  expect(resolveEntra({ ...home, NX_AZURE_CACHE_TOKEN_CACHE: 'no' }, issues).tokenFolder).toBeUndefined();
  expect(issues).toEqual([{ path: 'NX_AZURE_CACHE_TOKEN_CACHE', expected: 'true or false', given: '"no"' }]);
});

test('the variables that choose a credential make another digest, and no others', () => {
  const digestOf = (env: Record<string, string>) => resolveEntra({ ...home, ...env }, []).variables;
  const plain = digestOf({});
  for (const name of [
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_TOKEN_CREDENTIALS',
    'AZURE_CONFIG_DIR',
    'MSI_ENDPOINT',
  ])
    expect(digestOf({ [name]: 'x' }), name).not.toBe(plain);
  for (const name of ['PATH', 'AZURE_STORAGE_ACCOUNT', 'AZURE_HTTP_USER_AGENT'])
    expect(digestOf({ [name]: 'x' }), name).toBe(plain);
  expect(digestOf({ AZURE_TENANT_ID: '1', AZURE_CLIENT_ID: '2' })).toBe(
    digestOf({ AZURE_CLIENT_ID: '2', AZURE_TENANT_ID: '1' }),
  );
});
