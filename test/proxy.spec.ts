import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  type RestError,
} from '@azure/storage-blob';
import { connectionStringAt, startAzurite, type Azurite } from './azurite.js';
import { startProxy, type Proxy } from './proxy.js';
import type { Fault, Rule } from './proxy-fault.js';

const content = randomBytes(100_000);
let azurite: Azurite;
let proxy: Proxy;
let container: ContainerClient;

beforeAll(async () => {
  azurite = await startAzurite();
  proxy = await startProxy({ target: azurite.url });
  await azurite.createContainer('cache');
  container = BlobServiceClient.fromConnectionString(connectionStringAt(proxy.url), {
    retryOptions: { maxTries: 1 },
  }).getContainerClient('cache');
  await container.getBlockBlobClient('some/blob').uploadData(content, { metadata: { codec: 'br' } });
});
beforeEach(() => {
  proxy.reset();
});
afterAll(async () => {
  await proxy.close();
  await azurite.close();
});

const onGet = (fault: Fault): Rule => ({ match: ({ kind }) => kind === 'get', fault });
const address = () => container.getBlobClient('some/blob').url;

/** For requests by hand, which see the bytes as they come; a SAS spares the signature. */
function readableUrl(): Promise<string> {
  return container.getBlobClient('some/blob').generateSasUrl({
    permissions: BlobSASPermissions.parse('r'),
    expiresOn: new Date(Date.now() + 60_000),
  });
}

async function download(): Promise<{ headers: Headers; body: Buffer }> {
  const response = await fetch(await readableUrl());
  return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

const impatient = () => AbortSignal.timeout(300);

test('requests pass unchanged, signed for Azurite', async () => {
  const { body, headers } = await download();
  expect(body.equals(content)).toBe(true);
  expect(headers.get('x-ms-meta-codec')).toBe('br');
});

test('every request is counted by kind and blob', async () => {
  const blob = container.getBlockBlobClient('päth/to 1');
  await blob.stageBlock('YQ==', 'a', 1);
  await blob.commitBlockList(['YQ==']);
  await blob.upload('a', 1);
  await blob.getProperties();
  await blob.download();
  await blob.delete();
  await container.listBlobsFlat().next();
  expect(proxy.requests.map(({ kind, blob }) => [kind, blob])).toEqual([
    ['put block', 'päth/to 1'],
    ['put block list', 'päth/to 1'],
    ['put', 'päth/to 1'],
    ['head', 'päth/to 1'],
    ['get', 'päth/to 1'],
    ['delete', 'päth/to 1'],
    ['list', ''],
  ]);
});

test('latency is added to each request, and they do not queue', async () => {
  const slow = await startProxy({ target: azurite.url, latency: 200 });
  const started = performance.now();
  await Promise.all([fetch(slow.url), fetch(slow.url), fetch(slow.url)]);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(195);
  expect(took).toBeLessThan(590);
  await slow.close();
});

describe('a rule', () => {
  const busy: Fault = { kind: 'status', status: 503, code: 'ServerBusy' };
  const statuses = async (count: number) => {
    const found: number[] = [];
    for (let i = 0; i < count; i++) found.push((await fetch(address())).status);
    return found;
  };

  test('spares the first ones and ends after some', async () => {
    proxy.reset([{ skip: 1, times: 2, fault: busy }]);
    expect(await statuses(4)).toEqual([403, 503, 503, 403]); // 403: unsigned, from Azurite
  });

  test('leaves alone what does not match', async () => {
    proxy.reset([{ match: ({ kind }) => kind === 'put', fault: busy }]);
    expect(await statuses(1)).toEqual([403]);
  });
});

describe('fault', () => {
  test('an error of Azure is not damaged any further', async () => {
    proxy.reset([onGet({ kind: 'cut', at: 10 })]);
    const unsigned = await fetch(address());
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('</Error>');
  });

  test('status: the code in header and body, with extra headers', async () => {
    proxy.reset([
      onGet({ kind: 'status', status: 503, code: 'ServerBusy', headers: { 'retry-after': '7' } }),
    ]);
    const failed = await container
      .getBlobClient('some/blob')
      .download()
      .catch((error: unknown) => error as RestError);
    expect(failed).toMatchObject({ statusCode: 503, code: 'ServerBusy' });
    const { headers } = await download();
    expect(headers.get('retry-after')).toBe('7');
  });

  test.each<Fault>([{ kind: 'hang before headers' }])('$kind: no answer at all', async (fault) => {
    proxy.reset([onGet(fault)]);
    await expect(fetch(address(), { signal: impatient() })).rejects.toThrow('timeout');
  });

  test.each<Fault>([{ kind: 'hang after headers' }, { kind: 'stall', at: 1000 }])(
    '$kind: headers, then a body that never ends',
    async (fault) => {
      proxy.reset([onGet(fault)]);
      const { status, body } = await fetch(await readableUrl(), { signal: impatient() });
      expect(status).toBe(200);
      await expect(body?.getReader().closed).rejects.toThrow('timeout');
    },
  );

  test('reset: the connection is gone', async () => {
    proxy.reset([onGet({ kind: 'reset' })]);
    await expect(download()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test.each<Fault>([
    { kind: 'cut', at: 1000 },
    { kind: 'truncated', at: 1000, contentLength: 'wrong' },
  ])('$kind: the connection ends before the body does', async (fault) => {
    proxy.reset([onGet(fault)]);
    await expect(download()).rejects.toThrow('terminated');
  });

  test('truncated with the right length: a short body that looks whole', async () => {
    proxy.reset([onGet({ kind: 'truncated', at: 1000, contentLength: 'right' })]);
    expect((await download()).body.equals(content.subarray(0, 1000))).toBe(true);
  });

  test('garbage: other bytes of the same length', async () => {
    proxy.reset([onGet({ kind: 'garbage' })]);
    const { body } = await download();
    expect(body).toHaveLength(content.length);
    expect(body.equals(content)).toBe(false);
  });

  test('flipped bit: one byte differs by one', async () => {
    proxy.reset([onGet({ kind: 'flipped bit', at: 500 })]);
    const { body } = await download();
    const differing = [...body.keys()].filter((i) => body[i] !== content[i]);
    expect(differing).toEqual([500]);
  });

  test('metadata: a value replaced, the body untouched', async () => {
    proxy.reset([onGet({ kind: 'metadata', set: { codec: 'lzma' } })]);
    const { headers, body } = await download();
    expect(headers.get('x-ms-meta-codec')).toBe('lzma');
    expect(body.equals(content)).toBe(true);
  });
});

test('closing ends what hangs', async () => {
  const hanging = await startProxy({
    target: azurite.url,
    rules: [{ fault: { kind: 'hang before headers' } }],
  });
  const pending = fetch(hanging.url).catch(() => 'ended');
  await expect.poll(() => hanging.requests.length).toBe(1);
  await hanging.close();
  expect(await pending).toBe('ended');
});
