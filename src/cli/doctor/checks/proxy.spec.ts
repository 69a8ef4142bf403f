import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { keyOf } from '../../../../test/fakes/credentials.js';
import { createFakeSetup, createWorkspace } from '../../../../test/fakes/setup.js';
import { certificateFile, loopbackTls } from '../../../../test/tls/loopback.js';
import type { Environment } from '../../../config/environment.js';
import { findingsOf } from '../check.js';
import { checkProxy } from './proxy.js';

const azure = { container: 'cache', accountName: 'acme' };
const key = { AZURE_STORAGE_KEY: keyOf('acme') };
const host = 'acme.blob.core.windows.net';
const throughProxy = { HTTPS_PROXY: 'http://name:secret@proxy.example:8080' };

const look = async (env: Environment) => findingsOf(checkProxy, createFakeSetup(azure, env));
const straight = { status: 'pass', detail: `requests to ${host} use no proxy` };
const through = {
  status: 'pass',
  detail: `requests to ${host} use the proxy proxy.example:8080 (HTTPS_PROXY)`,
};

describe('the route', () => {
  test('is printed without a password', async () => {
    expect(await look(key)).toEqual([straight]);
    expect(await look({ ...key, ...throughProxy })).toEqual([through]);
    expect(await look({ ...key, ...throughProxy, NO_PROXY: '.windows.net' })).toEqual([straight]);
  });

  test('through an invalid URL fails, until it is valid', async () => {
    const fix = 'write it as http://host:port';
    expect(await look({ ...key, http_proxy: 'proxy:8080' })).toEqual([
      { status: 'fail', detail: 'http_proxy is not the URL of a proxy', fix },
    ]);
    expect(await look({ ...key, http_proxy: 'http://proxy:8080' })).toMatchObject([{ status: 'pass' }]);
  });

  test('ignores an entry of NO_PROXY that other programs match, until it is corrected', async () => {
    const [, misread] = await look({ ...key, ...throughProxy, NO_PROXY: '*.windows.net' });
    expect(misread).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('"*.windows.net"') as string,
    });
    expect(misread?.fix).toContain('".blob.core.windows.net"');
    expect(await look({ ...key, ...throughProxy, NO_PROXY: '.blob.core.windows.net' })).toEqual([straight]);
  });
});

describe('managed identity', () => {
  test.each([
    [{}, '169.254.169.254'],
    [{ IDENTITY_ENDPOINT: 'http://127.0.0.1:4711/msi' }, '127.0.0.1'],
  ])('behind a proxy is a warning, until NO_PROXY names it: %j', async (env, name) => {
    const [, warning] = await look({ ...throughProxy, ...env });
    expect(warning).toMatchObject({ status: 'warn', fix: `add ${name} to NO_PROXY` });
    expect(await look({ ...throughProxy, ...env, NO_PROXY: name })).toEqual([through]);
  });

  test.each([
    [key],
    [{ AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' }],
    [{ AZURE_CLIENT_SECRET: 'x' }],
    [{ AZURE_FEDERATED_TOKEN_FILE: '/token' }],
  ])('is not used with %j', async (env) => {
    expect(await look({ ...throughProxy, ...env })).toEqual([through]);
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  test.each([
    ['a file that is not there', 'gone.pem', /cannot be read \(ENOENT\)/],
    ['a file without a certificate', 'key.pem', /contains no certificate/],
    ['an invalid certificate', 'broken.pem', /cannot be read/],
  ])('names %s: it fails, until it names a certificate', async (_, file, detail) => {
    const cwd = createFolder();
    const withFile = (path: string) =>
      findingsOf(checkProxy, { ...createFakeSetup(azure, { ...key, NODE_EXTRA_CA_CERTS: path }), cwd });
    const [, finding] = await withFile(file);
    expect(finding).toMatchObject({ status: 'fail', detail: expect.stringMatching(detail) as string });
    expect(finding?.fix).toContain('BEGIN CERTIFICATE');
    expect((await withFile(certificateFile))[1]).toMatchObject({ status: 'pass' });
  });

  test('in a .env file is too late for Node, and a warning until the shell sets it', async () => {
    const env = { ...key, NODE_EXTRA_CA_CERTS: certificateFile };
    const [, finding] = await findingsOf(checkProxy, createFakeSetup(azure, env, { started: key }));
    expect(finding).toMatchObject({
      status: 'warn',
      detail:
        'a .env file sets NODE_EXTRA_CA_CERTS, but Node reads it only when it starts: the certificates are not trusted',
    });
    expect((await look(env))[1]).toMatchObject({ status: 'pass' });
  });
});

function createFolder(): string {
  const cwd = createWorkspace({});
  writeFileSync(join(cwd, 'key.pem'), loopbackTls.key);
  writeFileSync(join(cwd, 'broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  return cwd;
}

test('certificate checks that are turned off are a warning', async () => {
  expect(await look({ ...key, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject([
    straight,
    { status: 'warn' },
  ]);
});
