import { expect, test } from 'vitest';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { credential } from './credential.js';

const azure = { container: 'cache', accountName: 'acme' };
const sas = (expires: string) => `sv=2023-11-03&sp=r&se=${expires}&sig=secret`;
const now = new Date('2025-11-22T12:00:00Z');

test.each([
  [{ AZURE_STORAGE_KEY: 'secret' }, 'pass', 'the account key in AZURE_STORAGE_KEY, which may do everything'],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-23') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN, with the permissions "r" until 2025-11-23T00:00:00.000Z',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-21') },
    'fail',
    'the SAS in AZURE_STORAGE_SAS_TOKEN expired on 2025-11-21T00:00:00.000Z',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: 'si=policy&sig=secret' },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN, with an access policy',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: 'secret' },
    'fail',
    'AZURE_STORAGE_SAS_TOKEN is not a SAS: it has no signature',
  ],
  [
    { AZURE_STORAGE_CONNECTION_STRING: 'secret' },
    'fail',
    'AZURE_STORAGE_CONNECTION_STRING is not a connection string',
  ],
  [{}, 'pass', 'the Entra identity of DefaultAzureCredential, signed in'],
])('%j: %s', async (env, status, detail) => {
  const findings = await credential.run(createFakeSetup(azure, env, { now }));
  expect(findings).toEqual([expect.objectContaining({ status, detail })]);
});

test('two where there are two', async () => {
  const env = {
    AZURE_STORAGE_SAS_TOKEN: sas('2025-11-23'),
    NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: sas('2025-11-23'),
  };
  const trust = { branches: ['main'], untrustedContainer: 'other' };
  const findings = await credential.run(createFakeSetup({ ...azure, trust }, env, { now }));
  expect(findings.map(({ detail }) => /in (\w+)/.exec(detail)?.[1])).toEqual(Object.keys(env));
});

test('a sign-in that fails', async () => {
  const signIn = () => Promise.reject(new Error('no Azure credential was found'));
  await expect(credential.run(createFakeSetup(azure, {}, { signIn }))).rejects.toThrow('no Azure credential');
});
