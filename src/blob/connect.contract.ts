import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { accountSas } from '../../test/support/account-sas.js';
import { sasWith } from '../../test/support/fakes/credentials.js';
import { accountKey, accountName, startAzurite, type Azurite } from '../../test/support/azurite.js';
import type { CredentialSource } from '../config/credential-source.js';
import { resolveEntra } from '../config/entra.js';
import { connect, openEntra, serviceUrl } from './connect.js';

const proxy = undefined;

const connectWith = (credential: CredentialSource, endpoint?: string) =>
  connect({ container: 'cache', accountName, endpoint, credential, proxy });
const withString = (value: string) =>
  connect({
    container: 'cache',
    accountName: undefined,
    endpoint: undefined,
    credential: { kind: 'connection-string', value },
    proxy,
  });

describe('the service', () => {
  test.each([
    ['the account', { accountName: 'acme', endpoint: undefined }, 'https://acme.blob.core.windows.net'],
    ['an endpoint', { accountName: undefined, endpoint: 'https://a.example' }, 'https://a.example'],
    [
      'an endpoint before the account',
      { accountName: 'acme', endpoint: 'https://a.example' },
      'https://a.example',
    ],
    ['slashes at the end', { accountName: 'acme', endpoint: 'https://a.example/x//' }, 'https://a.example/x'],
  ])('is named by %s', (_, options, expected) => {
    expect(serviceUrl(options)).toBe(expected);
  });
});

describe('accepted by Azurite:', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
    await azurite.createContainer('cache');
  });
  afterAll(() => azurite.close());

  const cases: [string, () => Promise<Awaited<ReturnType<typeof connect>>>][] = [
    ['a connection string with a key', () => withString(azurite.connectionString)],
    [
      'a connection string with a SAS (nrwl/nx#30018)',
      () => withString(`BlobEndpoint=${azurite.url}/;SharedAccessSignature=${accountSas('rwc')}`),
    ],
    [
      'the same with a question mark, as the portal copies it',
      () => withString(`BlobEndpoint=${azurite.url};SharedAccessSignature=?${accountSas('rwc')};`),
    ],
    ['a SAS', () => connectWith({ kind: 'sas', value: accountSas('rwc') }, azurite.url)],
    [
      'a SAS with a question mark',
      () => connectWith({ kind: 'sas', value: `?${accountSas('rwc')}` }, `${azurite.url}/`),
    ],
    ['a key', () => connectWith({ kind: 'key', value: accountKey }, azurite.url)],
  ];

  test.each(cases)('%s', async (name, open) => {
    const connection = await open();
    const blob = { name: `v1/shared/${name}` };
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-length': '5' };
    const creation = { ...blob, method: 'PUT', headers, body: Buffer.from('hello') } as const;
    await connection.send('write', ({ send }) => send(creation));
    const response = await connection.send('read', ({ send }) => send({ ...blob, method: 'HEAD' }));
    expect(response.headers.get('content-length')).toBe('5');
  });
});

describe('a connection string', () => {
  test('may be that of the emulator', async () => {
    const { url } = await withString('UseDevelopmentStorage=true');
    expect(url).toBe('http://127.0.0.1:10000/devstoreaccount1/cache');
  });

  test('of a sovereign cloud keeps its suffix', async () => {
    const { url } = await withString(
      `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${accountKey};EndpointSuffix=core.chinacloudapi.cn`,
    );
    expect(url).toBe('https://acme.blob.core.chinacloudapi.cn/cache');
  });

  test('without a suffix is of the public cloud', async () => {
    const { url } = await withString(
      `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${accountKey}`,
    );
    expect(url).toBe('https://acme.blob.core.windows.net/cache');
  });

  test('names the account, whatever nx.json says', async () => {
    const value = `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${accountKey};EndpointSuffix=core.windows.net`;
    const { url } = await connectWith({ kind: 'connection-string', value }, 'https://other.example');
    expect(url).toBe('https://acme.blob.core.windows.net/cache');
  });

  test('that is none is a fault of the credential, without a part of it', async () => {
    const error: unknown = await withString('AccountKey=SECRETSECRET').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'credential', retryable: false, cause: undefined });
    expect(JSON.stringify(error) + String(error)).not.toContain('SECRET');
  });

  test('whose SAS is over sends nothing', async () => {
    const value = `BlobEndpoint=https://acme.example;SharedAccessSignature=${sasWith('sp=r&se=2020-01-01')}`;
    await expect(withString(value)).rejects.toMatchObject({
      kind: 'credential',
      message: expect.stringContaining('expired on 2020-01-01') as string,
    });
  });
});

describe('the default credential', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('that finds nothing is an expected fault, before any request', async () => {
    // Only the one that reads variables: the others look for tools and a metadata service, which takes seconds.
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential');
    for (const name of ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'])
      vi.stubEnv(name, undefined);
    await expect(connectWith({ kind: 'default' })).rejects.toMatchObject({
      kind: 'credential',
      expected: true,
    });
  });
  test('that is pinned and lacks a variable is a fault that names it', async () => {
    const names = { AZURE_TENANT_ID: 'tenant', AZURE_CLIENT_ID: 'id', AZURE_FEDERATED_TOKEN_FILE: undefined };
    const env = { ...names, AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential' };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const account = { accountName, endpoint: undefined };
    const entra = openEntra({ ...account, entra: resolveEntra(env, []) });
    const options = { ...account, container: 'cache', proxy, credential: { kind: 'default' } } as const;
    await expect(connect(options, entra)).rejects.toMatchObject({
      kind: 'credential',
      expected: false,
      message: expect.stringContaining('AZURE_FEDERATED_TOKEN_FILE is not set; set it') as string,
    });
  });
});
