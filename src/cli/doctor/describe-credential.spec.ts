import { expect, test } from 'vitest';
import { keyOf, sasWith } from '../../../test/support/fakes/credentials.js';
import { resolveConfig } from '../../config/resolve-config.js';
import { describeCredential } from './describe-credential.js';

const azure = {
  container: 'cache',
  accountName: 'acme',
  trust: { branches: ['main'], untrustedContainer: 'other' },
};
const sas = sasWith('sp=rcw&se=2025-12-01T00%3A00%3A00Z&sr=c');
const asSas = {
  ...{
    kind: 'sas',
    permissions: 'rcw',
    expires: new Date('2025-12-01'),
    resource: 'c',
    version: '2023-11-03',
  },
};

test.each([
  [{ AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true' }, { kind: 'key' }],
  [
    { AZURE_STORAGE_CONNECTION_STRING: `BlobEndpoint=https://acme.example;SharedAccessSignature=${sas}` },
    asSas,
  ],
  [{ AZURE_STORAGE_SAS_TOKEN: `?${sas}` }, asSas],
  [
    { AZURE_STORAGE_SAS_TOKEN: sasWith('si=policy') },
    { kind: 'sas', permissions: undefined, expires: undefined, resource: 'c', version: '2023-11-03' },
  ],
  [{ AZURE_STORAGE_KEY: keyOf('acme') }, { kind: 'key' }],
  [{}, { kind: 'entra' }],
])('%j', (env, right) => {
  const config = resolveConfig(azure, env);
  const { source, ...description } = describeCredential(config.credential, config);
  expect(description.right).toEqual(right);
  expect(source).toBe(Object.keys(env)[0] ?? 'DefaultAzureCredential');
});

test('the untrusted SAS has a name of its own', () => {
  const config = resolveConfig(azure, { NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: sas });
  const credential = config.trust?.untrustedCredential ?? config.credential;
  expect(describeCredential(credential, config).name).toBe('the SAS in NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN');
});
