import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findEntraFlaw, provesApplication } from './entra-flaw.js';

const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const [empty, token, certificate] = ['empty', 'token', 'certificate'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
writeFileSync(empty, ' \n');
writeFileSync(token, 'ey');
writeFileSync(certificate, '-----BEGIN CERTIFICATE-----');
const application = { AZURE_TENANT_ID: 'contoso.onmicrosoft.com', AZURE_CLIENT_ID: 'id' };

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['what azure/login is given', application],
  ['the tenant for az', { AZURE_TENANT_ID: '72f988bf-86f1-41af-91ab-2d7cd011db47' }],
  ['the identity of a machine', { AZURE_CLIENT_ID: 'id' }],
  ['secrets that a fork does not get', { ...application, AZURE_CLIENT_SECRET: '' }],
  ['a secret', { ...application, AZURE_CLIENT_SECRET: 'x' }],
  ['a certificate', { ...application, AZURE_CLIENT_CERTIFICATE_PATH: certificate }],
  ['the token of a fork’s CI, which knows no application', { AZURE_FEDERATED_TOKEN_FILE: empty }],
  ['a token of the CI', { ...application, AZURE_FEDERATED_TOKEN_FILE: token }],
  ['another cloud', { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' }],
])('%s is no flaw', (_, env) => {
  expect(findEntraFlaw(env)).toBeUndefined();
});

test.each<[Record<string, string>, RegExp]>([
  [{ AZURE_TENANT_ID: 'My Company' }, /^AZURE_TENANT_ID is no tenant; set it/],
  [{ AZURE_TENANT_ID: 'https://sts.windows.net/1/' }, /^AZURE_TENANT_ID is no tenant/],
  [{ AZURE_AUTHORITY_HOST: 'login.microsoftonline.us' }, /^AZURE_AUTHORITY_HOST is no https URL; set it/],
  [{ AZURE_AUTHORITY_HOST: 'http://login.microsoftonline.us' }, /^AZURE_AUTHORITY_HOST is no https URL/],
  [
    { AZURE_CLIENT_SECRET: 'x', AZURE_CLIENT_ID: 'id' },
    /^AZURE_CLIENT_SECRET is set without AZURE_TENANT_ID; set it, or unset AZURE_CLIENT_SECRET$/,
  ],
  [{ AZURE_CLIENT_SECRET: 'x' }, /without AZURE_TENANT_ID and AZURE_CLIENT_ID; set them, or unset/],
  [{ AZURE_CLIENT_CERTIFICATE_PATH: certificate }, /^AZURE_CLIENT_CERTIFICATE_PATH is set without/],
  [
    { AZURE_FEDERATED_TOKEN_FILE: token, AZURE_TENANT_ID: 't' },
    /^AZURE_FEDERATED_TOKEN_FILE is set without AZURE_CLIENT_ID/,
  ],
  [{ ...application, AZURE_USERNAME: 'ada' }, /^AZURE_USERNAME is set without AZURE_PASSWORD/],
  [{ ...application, AZURE_PASSWORD: 'x' }, /^AZURE_PASSWORD is set without AZURE_USERNAME/],
  [
    { ...application, AZURE_FEDERATED_TOKEN_FILE: join(folder, 'none') },
    /^the file that AZURE_FEDERATED_TOKEN_FILE names cannot be read \(ENOENT\); check the path, and/,
  ],
  [{ ...application, AZURE_FEDERATED_TOKEN_FILE: folder }, /cannot be read \(EISDIR\)/],
  [{ ...application, AZURE_FEDERATED_TOKEN_FILE: empty }, /AZURE_FEDERATED_TOKEN_FILE names is empty;/],
  [
    { ...application, AZURE_CLIENT_CERTIFICATE_PATH: token },
    /AZURE_CLIENT_CERTIFICATE_PATH names holds no certificate in PEM format;/,
  ],
])('%j is a flaw', (env, message) => {
  expect(findEntraFlaw(env)).toMatch(message);
});

test('the token of a fork’s CI proves no application', () => {
  expect(provesApplication({ AZURE_FEDERATED_TOKEN_FILE: token })).toBe(false);
  expect(provesApplication({ ...application, AZURE_FEDERATED_TOKEN_FILE: token })).toBe(true);
});

test('a token in the place of its file is not repeated', () => {
  const env = { ...application, AZURE_FEDERATED_TOKEN_FILE: 'S3CR3T' };
  expect(findEntraFlaw(env)).toMatch(/cannot be read/);
  expect(findEntraFlaw(env)).not.toContain('S3CR3T');
});
