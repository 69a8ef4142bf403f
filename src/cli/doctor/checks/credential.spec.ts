import { describe, expect, test } from 'vitest';

import { keyOf, sasWith } from '../../../../test/fakes/credentials.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { SignedIn } from '../../../blob/sign-in/signed-in.js';
import { findingsOf } from '../check.js';
import { checkCredential } from './credential.js';

const azure = { container: 'cache', accountName: 'acme' };
const sas = (expires: string) => sasWith(`sp=r&se=${expires}`);
const now = new Date('2025-11-22T12:00:00Z');

test.each([
  [
    { AZURE_STORAGE_KEY: keyOf('acme') },
    'pass',
    'the account key in AZURE_STORAGE_KEY: full access to the account',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-23') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN: permissions "r", valid until 2025-11-23T00:00:00.000Z, for one container, version 2023-11-03',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sas('2025-11-21') },
    'fail',
    'the SAS in AZURE_STORAGE_SAS_TOKEN expired on 2025-11-21T00:00:00.000Z',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sasWith('si=policy') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN: with an access policy, for one container, version 2023-11-03',
  ],
  [
    { AZURE_STORAGE_SAS_TOKEN: sasWith('sp=rcw&srt=co&ss=b&spr=https&sip=203.0.113.0-203.0.113.9') },
    'pass',
    'the SAS in AZURE_STORAGE_SAS_TOKEN: permissions "rcw", valid until 2125-01-01T00:00:00.000Z, for the account (srt=co), https only, from 203.0.113.0-203.0.113.9 only, version 2023-11-03',
  ],
  [{}, 'pass', 'the Entra identity of DefaultAzureCredential: signed in'],
])('%j: %s', async (env, status, detail) => {
  const findings = await findingsOf(checkCredential, createFakeSetup(azure, env, { now }));
  expect(findings).toEqual([expect.objectContaining({ status, detail })]);
});

test('the credential of the untrusted container is described too', async () => {
  const env = {
    AZURE_STORAGE_SAS_TOKEN: sas('2025-11-23'),
    NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: sas('2025-11-23'),
  };
  const trust = { branches: ['main'], untrustedContainer: 'other' };
  const findings = await findingsOf(checkCredential, createFakeSetup({ ...azure, trust }, env, { now }));
  expect(findings.map(({ detail }) => /in (\w+)/.exec(detail)?.[1])).toEqual(Object.keys(env));
});

test('a failed sign-in fails the check', async () => {
  const signIn = () => Promise.reject(new Error('no Azure credential was found'));
  await expect(findingsOf(checkCredential, createFakeSetup(azure, {}, { signIn }))).rejects.toThrow(
    'no Azure credential',
  );
});

test.each([
  ['st=2025-11-23', /is not valid before 2025-11-23T00:00:00\.000Z \(st\)/, /valid from now on/],
  ['spr=https', /allows https only \(spr\), but the endpoint is http:\/\/127\.0\.0\.1:10000/, /^use https/],
])('a SAS with %s cannot be used here', async (fields, detail, fix) => {
  const signIn = () => Promise.reject(new Error('it is not sent'));
  const http = { container: 'cache', endpoint: 'http://127.0.0.1:10000/acme' };
  const env = { AZURE_STORAGE_SAS_TOKEN: sasWith(`sp=rcw&${fields}`) };
  const findings = await findingsOf(checkCredential, createFakeSetup(http, env, { now, signIn }));
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
  const findings = await findingsOf(checkCredential, createFakeSetup(azure, env, { now }));
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
  const findings = await findingsOf(checkCredential, createFakeSetup(azure, env, { now }));
  expect(findings).toMatchObject([{ status: 'pass' }, { status: 'warn', fix: 'create a new SAS' }]);
});

describe('a connection string of another account', () => {
  const look = (settings: object, AZURE_STORAGE_CONNECTION_STRING: string) =>
    findingsOf(checkCredential, createFakeSetup(settings, { AZURE_STORAGE_CONNECTION_STRING }, { now }));
  const own = (account: string) =>
    `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=${keyOf(account)}`;

  test('overrides accountName, which is a warning', async () => {
    const [, warning] = await look(azure, own('other'));
    expect(warning).toEqual({
      status: 'warn',
      detail:
        'AZURE_STORAGE_CONNECTION_STRING points to other.blob.core.windows.net, so "acme" from the configuration is not used',
      fix: expect.stringContaining('unset the variable') as string,
    });
  });

  test('overrides an endpoint too', async () => {
    const settings = { container: 'cache', endpoint: 'https://acme.example/' };
    expect(await look(settings, own('acme'))).toHaveLength(2);
  });

  test.each([
    [azure, own('acme')],
    [{ container: 'cache' }, own('other')],
    [{ ...azure, accountName: 'devstoreaccount1' }, 'UseDevelopmentStorage=true'],
    [{ container: 'cache', endpoint: 'https://acme.blob.core.windows.net/' }, own('acme')],
  ])('is not reported for the configured account: %j', async (settings, value) => {
    expect(await look(settings, value)).toMatchObject([{ status: 'pass' }]);
  });
});

const entra: SignedIn = {
  claims: {
    kind: 'user',
    name: 'ada@acme.example',
    objectId: 'o',
    tenant: 't',
    clientId: 'c',
    audience: 'a',
  },
  tool: 'az',
  managed: false,
  kept: false,
  expires: now,
  keptIn: '/cache',
  passedOver: undefined,
};

test.each<[string, Partial<SignedIn>, string[]]>([
  [
    'of a user',
    {},
    [
      'pass the user ada@acme.example, object o, tenant t, client c, from the Azure CLI',
      'pass tokens are kept in /cache for later runs; NX_AZURE_CACHE_TOKEN_CACHE=false turns this off',
    ],
  ],
  [
    'that an earlier run has left',
    { kept: true },
    [
      'pass the user ada@acme.example, object o, tenant t, client c, from the Azure CLI',
      'pass the token was kept in /cache and is valid until 2025-11-22T12:00:00.000Z; NX_AZURE_CACHE_TOKEN_CACHE=false turns this off',
    ],
  ],
  [
    'that is opaque, and kept nowhere',
    { claims: undefined, keptIn: undefined },
    [
      'pass an unknown identity (its token is opaque), from the Azure CLI',
      'pass tokens are not kept between runs: each run asks the Azure CLI, which can take seconds',
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
      tool: undefined,
      managed: true,
      passedOver: "the Azure CLI's session of build",
    },
    [
      "warn the managed identity, object o, tenant t, client c: this identity of the machine is used instead of the Azure CLI's session of build",
    ],
  ],
])('a token %s', async (_, instead, expected) => {
  const signIn = () => Promise.resolve({ ...entra, ...instead });
  const findings = await findingsOf(checkCredential, createFakeSetup(azure, {}, { signIn, now }));
  expect(findings.slice(1).map(({ status, detail }) => `${status} ${detail}`)).toEqual(expected);
  if (instead.managed) expect(findings[1]?.fix).toContain('AZURE_TOKEN_CREDENTIALS=AzureCliCredential');
});
