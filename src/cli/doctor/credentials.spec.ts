import { expect, test } from 'vitest';

import { keyOf, sasWith } from '../../../test/fakes/credentials.js';
import { resolveConfig } from '../../config/resolve-config.js';
import { parseSas } from '../../config/sas.js';
import { describeCredential, credentialFix, type CredentialKind } from './credentials.js';

const azure = {
  container: 'cache',
  accountName: 'acme',
  trust: { branches: ['main'], untrustedContainer: 'other' },
};
const sas = sasWith('sp=rcw&se=2025-12-01T00%3A00%3A00Z&sr=c');
const asSas = {
  kind: 'sas',
  permissions: 'rcw',
  expires: new Date('2025-12-01'),
  resource: 'c',
  version: '2023-11-03',
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
])('the credential of %j is %j', (env, right) => {
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

const fixOf = (aim: Parameters<typeof credentialFix>[0], right: CredentialKind, source = 'VARIABLE') =>
  credentialFix(aim, { source, name: '', right }, 'cache');
const sasWithLetters = (permissions: string | undefined) =>
  ({ kind: 'sas', ...parseSas(''), permissions }) as const;

test('a SAS is replaced by one with the needed permissions only', () => {
  expect(fixOf('read', sasWithLetters('rcwdl'))).toBe(
    'create a new SAS for container "cache" with permission r only, and put it into VARIABLE ' +
      '(az storage container generate-sas --account-name <account> --name cache --permissions r --expiry <date>)',
  );
  for (const aim of ['write', 'write, not delete'] as const)
    expect(fixOf(aim, sasWithLetters('r'))).toMatch(/with permissions rcw only.*--permissions rcw /);
});

test('the SAS of the untrusted container is limited to that container', () => {
  expect(fixOf('read', sasWithLetters('rcw'), 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN')).toMatch(
    /for its own container only/,
  );
});

test('an account key is removed or replaced, because it cannot be limited', () => {
  expect(fixOf('read', { kind: 'key' })).toMatch(/^remove VARIABLE .* cannot be limited/);
  expect(fixOf('write, not delete', { kind: 'key' })).toMatch(/^replace VARIABLE .* cannot be limited/);
});

test('an identity gets another role', () => {
  expect(fixOf('read', { kind: 'entra' })).toMatch(/Contributor or Owner, on container "cache".*Data Reader/);
  expect(fixOf('write', { kind: 'entra' })).toMatch(/can write to container "cache"/);
  expect(fixOf('write, not delete', { kind: 'entra' })).toMatch(
    /on container "cache" with a role that cannot delete/,
  );
});
