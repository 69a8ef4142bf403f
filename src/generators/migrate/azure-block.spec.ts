import { expect, test } from 'vitest';

import { folderTreeOf } from '../../../test/support/fakes/folder-tree.js';
import { readEnvFiles, toAzureBlock } from './azure-block.js';
import { readWorkspace } from './workspace.js';

const account = 'acmenxcache';
const service = `https://${account}.blob.core.windows.net`;

test.each([
  ['nothing', {}, {}],
  ['an account', { accountName: account, container: 'nx' }, { accountName: account, container: 'nx' }],
  ['the URL that it has anyway', { accountName: account, azureUrl: `${service}/` }, { accountName: account }],
  [
    'a URL of its own',
    { accountName: account, azureUrl: `https://${account}.blob.core.chinacloudapi.cn` },
    { accountName: account, endpoint: `https://${account}.blob.core.chinacloudapi.cn` },
  ],
  [
    'a URL with a SAS, which is a secret',
    { accountName: account, azureUrl: `https://cache.acme.example/?sv=1&sig=secret` },
    { accountName: account, endpoint: 'https://cache.acme.example' },
  ],
  [
    'a SAS URL',
    { sasUrl: `${service}/nx-cache?sv=1&sig=s%3D` },
    { accountName: account, container: 'nx-cache' },
  ],
  [
    'a SAS URL besides other options, of which the runner took no notice',
    { sasUrl: `${service}/nx-cache?sig=s`, container: 'other', connectionString: 'AccountName=other' },
    { accountName: account, container: 'nx-cache' },
  ],
  [
    'a SAS URL of Azurite',
    { sasUrl: 'http://127.0.0.1:10000/devstoreaccount1/nx?sig=s' },
    { accountName: 'devstoreaccount1', container: 'nx', endpoint: 'http://127.0.0.1:10000/devstoreaccount1' },
  ],
  ['a SAS URL that is none', { sasUrl: '<ask for it>', container: 'nx' }, {}],
  [
    'a connection string',
    {
      connectionString: `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=k==`,
      container: 'nx',
    },
    { accountName: account, container: 'nx' },
  ],
  [
    'a connection string with a SAS',
    { connectionString: `BlobEndpoint=${service}/;SharedAccessSignature=sv=1&sig=s`, container: 'nx' },
    { accountName: account, container: 'nx' },
  ],
  ['a blank name', { accountName: ' ', container: 'nx' }, { container: 'nx' }],
])('the options with %s name the container', (_, options, block) => {
  expect(toAzureBlock(options)).toEqual(block);
});

const fill = (files: Record<string, string>, options: Record<string, unknown> = {}) =>
  readEnvFiles(readWorkspace(folderTreeOf(files)), options).block;

test('of several .env files the first one that has a value counts, and only for what is missing', () => {
  const files = { '.env': 'NXCACHE_AZURE_CONTAINER=a', '.env.local': 'NXCACHE_AZURE_CONTAINER=b' };
  expect(fill(files)).toEqual({ container: 'a' });
  expect(fill(files, { container: 'c' })).toEqual({});
});

test.each([
  ['export NXCACHE_AZURE_CONTAINER=a', 'a'],
  ["NX_CACHE_AZURE_CONTAINER='a b' # ours", 'a b'],
  ['  NXCACHE_AZURE_CONTAINER = a  # ours', 'a'],
])('the line %j of a .env file names the container %j', (line, container) => {
  expect(fill({ '.env': `# comment\n${line}\n` })).toEqual({ container });
});

test('a placeholder, a reference and an example file are ignored', () => {
  const files = {
    '.env': 'NXCACHE_AZURE_ACCOUNT_NAME=<ask for it>\nNXCACHE_AZURE_CONTAINER=${CONTAINER}',
    '.env.example': 'NXCACHE_AZURE_CONTAINER=example',
  };
  expect(fill(files)).toEqual({});
});

test('options and variables count together, as in the runner, also those of the file that dotenvPath names', () => {
  const options = { dotenvPath: '{workspaceRoot}/.env.ci', accountName: 'acmenxcache' };
  const files = {
    'nx.json': JSON.stringify({
      tasksRunnerOptions: { default: { runner: 'nx-remotecache-azure', options } },
    }),
    '.env.ci': 'NXCACHE_AZURE_URL=https://cache.acme.example',
  };
  expect(fill(files, options)).toEqual({ endpoint: 'https://cache.acme.example' });
});
