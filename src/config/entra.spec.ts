import { expect, test } from 'vitest';

import type { ConfigIssue } from '../errors.js';
import { resolveEntra } from './entra.js';

const home = { HOME: '/home/ada', USERPROFILE: '/home/ada' };
const folderOf = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
  resolveEntra({ ...home, ...env }, [], platform).tokenFolder;

test.each([
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
  [
    'the folder of the job that says it is none',
    { GITHUB_ACTIONS: 'true', CI: 'false', RUNNER_TEMP: '/temp' },
    '/temp/nx-azure-cache',
  ],
  ['no home of a job that says it is none', { GITLAB_CI: 'true', CI: 'false' }, undefined],
  [
    'no folder of another CI',
    { GITLAB_CI: 'true', RUNNER_TEMP: '/temp', AGENT_TEMPDIRECTORY: '/temp' },
    undefined,
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

// The user's name may have a space, letters beyond ASCII or the name of a domain, and the profile may be on a share.
test.each([
  [
    'the local data of the user on Windows',
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\Zdeněk Ščerba.ACME\\AppData\\Local' },
    'C:\\Users\\Zdeněk Ščerba.ACME\\AppData\\Local\\nx-azure-cache',
  ],
  [
    'a profile on a share',
    'win32',
    { LOCALAPPDATA: '\\\\server\\profiles\\ada\\AppData\\Local' },
    '\\\\server\\profiles\\ada\\AppData\\Local\\nx-azure-cache',
  ],
  [
    'no place that depends on the current folder of a drive',
    'win32',
    { LOCALAPPDATA: 'C:AppData' },
    undefined,
  ],
  ['nothing without local data', 'win32', {}, undefined],
  [
    'the folder of the job on an agent with Windows',
    'win32',
    { TF_BUILD: 'True', CI: '1', AGENT_TEMPDIRECTORY: 'D:\\a\\_temp' },
    'D:\\a\\_temp\\nx-azure-cache',
  ],
  ['the caches of the user on macOS', 'darwin', {}, '/home/ada/Library/Caches/nx-azure-cache'],
] as const)('tokens are kept in %s (%s)', (_, platform, env, folder) => {
  expect(folderOf(env, platform)).toBe(folder);
});

test('on Windows the sessions of the tools are in the profile of the user', () => {
  const env = { HOME: '/c/Users/ada', USERPROFILE: 'C:\\Users\\ada' };
  expect(resolveEntra(env, [], 'win32').sessions).toEqual({
    az: 'C:\\Users\\ada\\.azure\\azureProfile.json',
    azd: 'C:\\Users\\ada\\.azd\\auth.json',
    pwsh: 'C:\\Users\\ada\\.Azure\\AzureRmContext.json',
  });
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
    'Azure_Client_Id', // as Windows may have it
  ])
    expect(digestOf({ [name]: 'x' }), name).not.toBe(plain);
  for (const name of ['PATH', 'AZURE_STORAGE_ACCOUNT', 'AZURE_HTTP_USER_AGENT'])
    expect(digestOf({ [name]: 'x' }), name).toBe(plain);
  expect(digestOf({ AZURE_TENANT_ID: '1', AZURE_CLIENT_ID: '2' })).toBe(
    digestOf({ AZURE_CLIENT_ID: '2', AZURE_TENANT_ID: '1' }),
  );
});

test.each([
  [{}, { application: false, managed: false }],
  [{ AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' }, { application: false }],
  [
    { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' },
    { application: true, flaw: undefined },
  ],
  [{ AZURE_CLIENT_SECRET: 's' }, { flaw: expect.stringContaining('AZURE_TENANT_ID') as string }],
  [{ AZURE_TOKEN_CREDENTIALS: ' managedIdentityCredential' }, { managed: true }],
])('%j means %j', (env, meant) => {
  expect(resolveEntra({ ...home, ...env }, [])).toMatchObject(meant);
});
