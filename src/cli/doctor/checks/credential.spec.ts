import { describe, expect, test } from 'vitest';
import { keyOf, sasWith } from '../../../../test/support/fakes/credentials.js';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import type { SignedIn } from '../../../blob/sign-in/signed-in.js';
import { credential } from './credential.js';

const azure = { container: 'cache', accountName: 'acme' };
const sas = (expires: string) => sasWith(`sp=r&se=${expires}`);
const now = new Date('2025-11-22T12:00:00Z');

test.each([
  [
    { AZURE_STORAGE_KEY: keyOf('acme') },
    'pass',
    'the account key in AZURE_STORAGE_KEY, which may do everything',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-23') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN, with the permissions "r" until 2025-11-23T00:00:00.000Z, for one container, of version 2023-11-03',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-21') },
    'fail',
    'the SAS in AZURE_STORAGE_SAS_TOKEN expired on 2025-11-21T00:00:00.000Z',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sasWith('si=policy') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN, with an access policy, for one container, of version 2023-11-03',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=rcw&srt=co&ss=b&spr=https&sip=203.0.113.0-203.0.113.9') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN, with the permissions "rcw" until 2125-01-01T00:00:00.000Z, for the account (srt=co), by https alone, from 203.0.113.0-203.0.113.9 alone, of version 2023-11-03',
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

test.each([
  ['st=2025-11-23', /is not valid before 2025-11-23T00:00:00\.000Z \(st\)/, /begins now/],
  ['spr=https', /is for https alone \(spr\), and 127\.0\.0\.1:10000 is asked by http/, /with https/],
])('a SAS with %s is in its own way', async (fields, detail, fix) => {
  const signIn = () => Promise.reject(new Error('it is not sent'));
  const http = { container: 'cache', endpoint: 'http://127.0.0.1:10000/acme' };
  const env = { AZURE_STORAGE_SAS_TOKEN: sasWith(`sp=rcw&${fields}`) };
  const findings = await credential.run(createFakeSetup(http, env, { now, signIn }));
  expect(findings).toEqual([
    {
      status: 'fail',
      detail: expect.stringMatching(detail) as string,
      fix: expect.stringMatching(fix) as string,
    },
  ]);
});

test('a SAS for one directory is a warning: the prefix may lie in it', async () => {
  const env = { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=rcwl&sr=d&sdd=1') };
  const findings = await credential.run(createFakeSetup(azure, env, { now }));
  expect(findings).toMatchObject([
    { status: 'pass' },
    {
      status: 'warn',
      detail: expect.stringContaining('(sr=d)') as string,
      fix: expect.stringContaining('azure.prefix') as string,
    },
  ]);
});

test('a SAS of an old version is a warning', async () => {
  const env = { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=rw').replace('2023-11-03', '2014-02-14') };
  const findings = await credential.run(createFakeSetup(azure, env, { now }));
  expect(findings).toMatchObject([{ status: 'pass' }, { status: 'warn', fix: 'make it anew' }]);
});

describe('a connection string of an account of its own', () => {
  const look = (settings: object, AZURE_STORAGE_CONNECTION_STRING: string) =>
    credential.run(createFakeSetup(settings, { AZURE_STORAGE_CONNECTION_STRING }, { now }));
  const own = (account: string) =>
    `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=${keyOf(account)}`;

  test('wins over nx.json, which is a warning', async () => {
    const [, warning] = await look(azure, own('other'));
    expect(warning).toEqual({
      status: 'warn',
      detail:
        'AZURE_STORAGE_CONNECTION_STRING leads to other.blob.core.windows.net, and "acme" of the configuration is not used',
      fix: expect.stringContaining('take the variable away') as string,
    });
  });

  test('wins over an endpoint too', async () => {
    const settings = { container: 'cache', endpoint: 'https://acme.example/' };
    expect(await look(settings, own('acme'))).toHaveLength(2);
  });

  test.each([
    [azure, own('acme')],
    [{ container: 'cache' }, own('other')],
    [{ ...azure, accountName: 'devstoreaccount1' }, 'UseDevelopmentStorage=true'],
    [{ container: 'cache', endpoint: 'https://acme.blob.core.windows.net/' }, own('acme')],
  ])('is none: %j', async (settings, value) => {
    expect(await look(settings, value)).toMatchObject([{ status: 'pass' }]);
  });
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
