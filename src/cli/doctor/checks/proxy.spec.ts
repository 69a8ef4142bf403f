import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyOf } from '../../../../test/support/fakes/credentials.js';
import { createFakeSetup, createWorkspace } from '../../../../test/support/fakes/setup.js';
import { certificateFile, loopbackTls } from '../../../../test/support/tls/loopback.js';
import type { Environment } from '../../../config/environment.js';
import { proxy } from './proxy.js';

const azure = { container: 'cache', accountName: 'acme' };
const key = { AZURE_STORAGE_KEY: keyOf('acme') };
const host = 'acme.blob.core.windows.net';
const throughProxy = { HTTPS_PROXY: 'http://name:secret@proxy.example:8080' };

const look = async (env: Environment) => proxy.run(createFakeSetup(azure, env));
const straight = { status: 'pass', detail: `requests to ${host} go straight there` };
const through = {
  status: 'pass',
  detail: `requests to ${host} go through the proxy proxy.example:8080 (HTTPS_PROXY)`,
};

describe('the way', () => {
  test('is told, without a password', async () => {
    expect(await look(key)).toEqual([straight]);
    expect(await look({ ...key, ...throughProxy })).toEqual([through]);
    expect(await look({ ...key, ...throughProxy, NO_PROXY: '.windows.net' })).toEqual([straight]);
  });

  test('cannot be one that is no URL, until it is', async () => {
    const fix = 'write it as http://host:port';
    expect(await look({ ...key, http_proxy: 'proxy:8080' })).toEqual([
      { status: 'fail', detail: 'http_proxy is not the URL of a proxy', fix },
    ]);
    expect(await look({ ...key, http_proxy: 'http://proxy:8080' })).toMatchObject([{ status: 'pass' }]);
  });

  test('is not what NO_PROXY seems to say, until it is written so', async () => {
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
  ])('cannot be reached through a proxy, until NO_PROXY names it %j', async (env, name) => {
    const [, warning] = await look({ ...throughProxy, ...env });
    expect(warning).toMatchObject({ status: 'warn', fix: `put ${name} into NO_PROXY` });
    expect(await look({ ...throughProxy, ...env, NO_PROXY: name })).toEqual([through]);
  });

  test.each([
    [key],
    [{ AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' }],
    [{ AZURE_CLIENT_SECRET: 'x' }],
    [{ AZURE_FEDERATED_TOKEN_FILE: '/token' }],
  ])('is not what %j asks for', async (env) => {
    expect(await look({ ...throughProxy, ...env })).toEqual([through]);
  });
});

describe('NODE_EXTRA_CA_CERTS', () => {
  test.each([
    ['a file that is not there', 'gone.pem', /cannot be read \(ENOENT\)/],
    ['a file without a certificate', 'key.pem', /has no certificate/],
    ['a certificate that is none', 'broken.pem', /cannot be read/],
  ])('names %s, until it names one with a certificate', async (_, file, detail) => {
    const cwd = createFolder();
    const withFile = (path: string) =>
      proxy.run({ ...createFakeSetup(azure, { ...key, NODE_EXTRA_CA_CERTS: path }), cwd });
    const [, finding] = await withFile(file);
    expect(finding).toMatchObject({ status: 'fail', detail: expect.stringMatching(detail) as string });
    expect(finding?.fix).toContain('BEGIN CERTIFICATE');
    expect((await withFile(certificateFile))[1]).toMatchObject({ status: 'pass' });
  });

  test('of a .env file comes too late for Node, until the shell has it', async () => {
    const env = { ...key, NODE_EXTRA_CA_CERTS: certificateFile };
    const [, finding] = await proxy.run(createFakeSetup(azure, env, { started: key }));
    expect(finding).toMatchObject({
      status: 'warn',
      detail: 'NODE_EXTRA_CA_CERTS is set by a .env file, which Node does not read: nothing of it is trusted',
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

test('certificates that nobody checks are a warning', async () => {
  expect(await look({ ...key, NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject([
    straight,
    { status: 'warn' },
  ]);
});
