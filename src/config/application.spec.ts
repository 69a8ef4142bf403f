import { describe, expect, test } from 'vitest';

import { readApplication } from './application.js';

const names = { AZURE_TENANT_ID: 'contoso.onmicrosoft.com', AZURE_CLIENT_ID: 'id' };
const secret = { ...names, AZURE_CLIENT_SECRET: 'S3CR3T' };
const token = { ...names, AZURE_FEDERATED_TOKEN_FILE: '/token' };
const pinned = (credential: string) => ({ AZURE_TOKEN_CREDENTIALS: credential });

test.each<[string, Record<string, string>, object]>([
  ['nothing', {}, { application: false }],
  ['what azure/login is given', names, { application: false }],
  ['the tenant for az', { AZURE_TENANT_ID: '72f988bf-86f1-41af-91ab-2d7cd011db47' }, { application: false }],
  ['the identity of a machine', { AZURE_CLIENT_ID: 'id' }, { application: false }],
  ['secrets that a fork does not get', { ...names, AZURE_CLIENT_SECRET: '' }, { application: false }],
  ['the token of a fork’s CI', { AZURE_FEDERATED_TOKEN_FILE: '/token' }, { application: false }],
  [
    'the token of a fork’s CI, and a tenant that is no secret',
    { AZURE_FEDERATED_TOKEN_FILE: '/token', AZURE_TENANT_ID: 't' },
    { application: false },
  ],
  ['a secret', secret, { application: true, files: {} }],
  ['a token of the CI', token, { application: true, files: { AZURE_FEDERATED_TOKEN_FILE: '/token' } }],
  [
    'a certificate',
    { ...names, AZURE_CLIENT_CERTIFICATE_PATH: '/pem' },
    { application: true, files: { AZURE_CLIENT_CERTIFICATE_PATH: '/pem' } },
  ],
  ['a secret, and the name of somebody', { ...secret, AZURE_USERNAME: 'bob' }, { application: true }],
  ['another cloud', { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' }, { application: false }],
])('%s is no flaw', (_, env, expected) => {
  expect(readApplication(env)).toMatchObject({ flaw: undefined, ...expected });
});

test.each<[Record<string, string>, RegExp]>([
  [{ AZURE_TENANT_ID: 'My Company' }, /^AZURE_TENANT_ID is not a valid tenant; set it/],
  [{ AZURE_TENANT_ID: 'my_company' }, /^AZURE_TENANT_ID is not a valid tenant/],
  [{ AZURE_TENANT_ID: 'https://sts.windows.net/1/' }, /^AZURE_TENANT_ID is not a valid tenant/],
  [{ AZURE_AUTHORITY_HOST: 'login.microsoftonline.us' }, /^AZURE_AUTHORITY_HOST is not an https URL; set it/],
  [{ AZURE_AUTHORITY_HOST: 'http://login.microsoftonline.us' }, /^AZURE_AUTHORITY_HOST is not an https URL/],
  [
    { AZURE_CLIENT_SECRET: 'S3CR3T', AZURE_CLIENT_ID: 'id' },
    /^AZURE_CLIENT_SECRET is set without AZURE_TENANT_ID; set it, or unset AZURE_CLIENT_SECRET$/,
  ],
  [{ AZURE_CLIENT_SECRET: 'S3CR3T' }, /without AZURE_TENANT_ID and AZURE_CLIENT_ID; set them, or unset/],
  [{ AZURE_CLIENT_CERTIFICATE_PATH: '/pem' }, /^AZURE_CLIENT_CERTIFICATE_PATH is set without/],
  [
    { AZURE_FEDERATED_TOKEN_FILE: '/token', AZURE_CLIENT_ID: 'id' },
    /^AZURE_FEDERATED_TOKEN_FILE is set without AZURE_TENANT_ID/,
  ],
  [{ ...names, AZURE_USERNAME: 'ada' }, /^AZURE_USERNAME is set without AZURE_PASSWORD/],
  [{ ...names, AZURE_PASSWORD: 'S3CR3T' }, /^AZURE_PASSWORD is set without AZURE_USERNAME/],
])('%j is a flaw', (env, flaw) => {
  const found = readApplication(env);
  expect(found).toMatchObject({ flaw: expect.stringMatching(flaw) as string, application: false });
  expect(JSON.stringify(found)).not.toContain('S3CR3T');
});

describe('AZURE_TOKEN_CREDENTIALS decides who looks at them:', () => {
  const half = { AZURE_CLIENT_SECRET: 'S3CR3T', AZURE_USERNAME: 'bob' };

  test.each(['AzureCliCredential', 'dev', 'ManagedIdentityCredential', ' azurePowerShellCredential '])(
    'with %s nobody does',
    (credential) => {
      const none = { flaw: undefined, application: false, files: {}, notGiven: undefined };
      for (const env of [half, secret, token, { AZURE_TENANT_ID: 'My Company' }])
        expect(readApplication({ ...env, ...pinned(credential) })).toEqual(none);
    },
  );

  test.each([
    ['prod', secret, true],
    ['prod', token, true],
    ['EnvironmentCredential', secret, true],
    ['WorkloadIdentityCredential', token, true],
  ])('with %s and %j: %s', (credential, env, application) => {
    expect(readApplication({ ...env, ...pinned(credential) })).toMatchObject({
      application,
      flaw: undefined,
    });
  });

  test.each([
    ['EnvironmentCredential', token],
    ['WorkloadIdentityCredential', secret],
  ])('with %s the proof of another credential does not count', (credential, env) => {
    const found = readApplication({ ...env, ...pinned(credential) });
    expect(found).toMatchObject({ application: false, flaw: expect.stringContaining(credential) as string });
  });

  test('a half of what nobody looks at is no flaw', () => {
    expect(readApplication({ ...half, ...pinned('WorkloadIdentityCredential') }).flaw).toBeUndefined();
    expect(readApplication({ ...half, ...pinned('EnvironmentCredential') }).flaw).toContain(
      'AZURE_CLIENT_SECRET',
    );
  });
});

describe('a pinned credential that lacks variables', () => {
  const secretIs = (value: string) => ({ ...names, AZURE_CLIENT_SECRET: value });
  const tenant = { AZURE_TENANT_ID: names.AZURE_TENANT_ID };
  const tokenFile = { AZURE_FEDERATED_TOKEN_FILE: '/token' };

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'WorkloadIdentityCredential',
      names,
      /^AZURE_TOKEN_CREDENTIALS is "WorkloadIdentityCredential", and AZURE_FEDERATED_TOKEN_FILE is not set; set it/,
    ],
    [
      'workloadidentitycredential',
      tenant,
      /AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE are not set; set them/,
    ],
    [
      'EnvironmentCredential',
      names,
      /AZURE_CLIENT_SECRET \(or AZURE_CLIENT_CERTIFICATE_PATH\) is not set; set it/,
    ],
    [
      'EnvironmentCredential',
      { AZURE_CLIENT_ID: 'id' },
      /and AZURE_TENANT_ID and AZURE_CLIENT_SECRET .* are not/,
    ],
  ])('is a flaw that names them: %s with %j', (credential, env, flaw) => {
    expect(readApplication({ ...env, ...pinned(credential) }).flaw).toMatch(flaw);
  });

  test.each<[string, string, Record<string, string>, RegExp]>([
    [
      'nothing is set',
      'WorkloadIdentityCredential',
      {},
      /AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED/,
    ],
    ['GitHub hands over an empty secret', 'EnvironmentCredential', secretIs(''), /and AZURE_CLIENT_SECRET /],
    [
      'Azure Pipelines leaves the macro',
      'EnvironmentCredential',
      secretIs('$(secret)'),
      /AZURE_CLIENT_SECRET/,
    ],
    [
      'Azure Pipelines has not signed in',
      'WorkloadIdentityCredential',
      {
        AZURE_CLIENT_ID: '',
        AZURE_TENANT_ID: '',
        ...tokenFile,
      },
      /and AZURE_TENANT_ID and AZURE_CLIENT_ID are not set$/,
    ],
    [
      'GitLab has a token for itself',
      'WorkloadIdentityCredential',
      tokenFile,
      /AZURE_CLIENT_ID are not set$/,
    ],
    [
      'GitLab has a tenant in its file, too',
      'WorkloadIdentityCredential',
      {
        ...tenant,
        ...tokenFile,
      },
      /and AZURE_CLIENT_ID is not set$/,
    ],
  ])('is no flaw where it may be a fork, and is named: %s', (_, credential, env, notGiven) => {
    const found = readApplication({ ...env, ...pinned(credential) });
    expect(found).toMatchObject({ flaw: undefined, notGiven: expect.stringMatching(notGiven) as string });
  });

  test('lacks nothing when the application is whole, or another credential is pinned', () => {
    for (const env of [secret, { ...pinned('prod') }, { ...names, ...pinned('AzureCliCredential') }])
      expect(readApplication(env)).toMatchObject({ flaw: undefined, notGiven: undefined });
    expect(readApplication({ ...secret, ...pinned('EnvironmentCredential') }).notGiven).toBeUndefined();
  });
});
