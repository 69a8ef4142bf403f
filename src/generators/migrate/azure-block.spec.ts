import { expect, test } from 'vitest';

import { toAzureBlock } from './azure-block.js';

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
])('%s', (_, options, block) => {
  expect(toAzureBlock(options)).toEqual(block);
});
