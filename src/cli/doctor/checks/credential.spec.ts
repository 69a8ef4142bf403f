import { expect, test } from 'vitest';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { SignedIn } from '../../../blob/signed-in.js';
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

const entra: SignedIn = {
  claims: {
    ...{ kind: 'user', name: 'ada@acme.example', objectId: 'o', tenant: 't', clientId: 'c', audience: 'a' },
  },
  ...{ tool: 'az', managed: false, kept: false, expires: now, keptIn: '/cache', passedOver: undefined },
};

test.each<[string, Partial<SignedIn>, string[]]>([
  [
    'of a user',
    {},
    [
      'pass the user ada@acme.example, object o, tenant t, client c, from the Azure CLI',
      'pass tokens are kept in /cache for the next runs; NX_AZURE_CACHE_TOKEN_CACHE=false switches that off',
    ],
  ],
  [
    'that an earlier run has left',
    { kept: true },
    [
      'pass the user ada@acme.example, object o, tenant t, client c, from the Azure CLI',
      'pass the token is the one kept in /cache until 2025-11-22T12:00:00.000Z; NX_AZURE_CACHE_TOKEN_CACHE=false switches that off',
    ],
  ],
  [
    'that is opaque, and kept nowhere',
    { claims: undefined, keptIn: undefined },
    [
      'pass somebody whom the token does not name: it is opaque, from the Azure CLI',
      'pass no token is kept between runs: each asks the Azure CLI anew, which may take seconds',
    ],
  ],
  [
    'of the machine, in the place of the login of the job',
    {
      claims: {
        kind: 'application',
        name: undefined,
        objectId: 'o',
        tenant: 't',
        clientId: 'c',
        audience: 'a',
      },
      ...{ tool: undefined, managed: true, passedOver: "the Azure CLI's session of build" },
    },
    [
      "warn the managed identity, object o, tenant t, client c: the machine's identity wins over the Azure CLI's session of build",
    ],
  ],
])('a token %s', async (_, instead, expected) => {
  const signIn = () => Promise.resolve({ ...entra, ...instead });
  const findings = await credential.run(createFakeSetup(azure, {}, { signIn, now }));
  expect(findings.slice(1).map(({ status, detail }) => `${status} ${detail}`)).toEqual(expected);
  if (instead.managed) expect(findings[1]?.fix).toContain('AZURE_TOKEN_CREDENTIALS=AzureCliCredential');
});
