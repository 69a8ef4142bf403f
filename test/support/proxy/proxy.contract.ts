import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  type RestError,
} from '@azure/storage-blob';
import { accountSas } from '../account-sas.js';
import { connectionStringAt, startAzurite, type Azurite } from '../azurite.js';
import { startProxy, type Proxy } from './proxy.js';
import type { Fault, Rule } from './proxy-fault.js';
import { loopbackTls } from '../tls/loopback.js';

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

test('the proxy forwards requests unchanged', async () => {
  const { body, headers } = await download();
  expect(body.equals(content)).toBe(true);
  expect(headers.get('x-ms-meta-codec')).toBe('br');
});

test('the proxy records each request by kind and blob', async () => {
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

test('the proxy adds the latency to each request, and requests do not queue', async () => {
  const slow = await startProxy({ target: azurite.url, latency: 200 });
  const started = performance.now();
  await Promise.all([fetch(slow.url), fetch(slow.url), fetch(slow.url)]);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(195);
  expect(took).toBeLessThan(590);
  await slow.close();
});

describe('a rule of the proxy', () => {
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

  test('with a probability picks the same requests for a seed, in every order of arrival', async () => {
    const picked = async (seed: number, names: readonly string[]) => {
      proxy.reset([{ probability: 0.3, fault: busy }], seed);
      const found = names.map(async (name) => [name, (await fetch(`${address()}${name}`)).status] as const);
      return Object.fromEntries(await Promise.all(found));
    };
    const names = Array.from({ length: 100 }, (_, i) => String(i));
    const first = await picked(7, names);
    expect(await picked(7, names.toReversed())).toEqual(first);
    expect(await picked(8, names)).not.toEqual(first);
    const busyOnes = Object.values(first).filter((status) => status === 503);
    expect(busyOnes.length).toBeGreaterThan(15);
    expect(busyOnes.length).toBeLessThan(45);
  });

  test('leaves alone what does not match', async () => {
    proxy.reset([{ match: ({ kind }) => kind === 'put', fault: busy }]);
    expect(await statuses(1)).toEqual([403]);
  });
});

describe('the fault', () => {
  test('of a rule leaves an error of Azure whole', async () => {
    proxy.reset([onGet({ kind: 'cut', at: 10 })]);
    const unsigned = await fetch(address());
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('</Error>');
  });

  test('of a rule with "errors" damages an error of Azure, too', async () => {
    proxy.reset([{ errors: true, fault: { kind: 'truncated', at: 10, contentLength: 'right' } }]);
    expect(await (await fetch(address())).text()).toHaveLength(10);
  });

  test('"status" answers with the code in header and body, and with extra headers', async () => {
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

  test.each<Fault>([{ kind: 'hang before headers' }])('"$kind" gives no answer', async (fault) => {
    proxy.reset([onGet(fault)]);
    await expect(fetch(address(), { signal: impatient() })).rejects.toThrow('timeout');
  });

  test.each<Fault>([{ kind: 'hang after headers' }, { kind: 'stall', at: 1000 }])(
    '"$kind" gives headers, then a body that never ends',
    async (fault) => {
      proxy.reset([onGet(fault)]);
      const { status, body } = await fetch(await readableUrl(), { signal: impatient() });
      expect(status).toBe(200);
      await expect(body?.getReader().closed).rejects.toThrow('timeout');
    },
  );

  test('"reset" resets the connection', async () => {
    proxy.reset([onGet({ kind: 'reset' })]);
    await expect(download()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  test.each<Fault>([
    { kind: 'cut', at: 1000 },
    { kind: 'truncated', at: 1000, contentLength: 'wrong' },
  ])('"$kind" ends the connection before the body ends', async (fault) => {
    proxy.reset([onGet(fault)]);
    await expect(download()).rejects.toThrow('terminated');
  });

  test('"truncated" with the right length gives a short body that looks whole', async () => {
    proxy.reset([onGet({ kind: 'truncated', at: 1000, contentLength: 'right' })]);
    expect((await download()).body.equals(content.subarray(0, 1000))).toBe(true);
  });

  test('"wrong length" above the real one ends the connection too early', async () => {
    proxy.reset([onGet({ kind: 'wrong length', by: 7 })]);
    await expect(download()).rejects.toThrow('terminated');
  });

  test('"wrong length" below the real length truncates the body', async () => {
    proxy.reset([onGet({ kind: 'wrong length', by: -7 })]);
    expect((await download()).body.equals(content.subarray(0, -7))).toBe(true);
  });

  test('"slow drip" sends the whole body in twenty pieces', async () => {
    proxy.reset([onGet({ kind: 'slow drip', every: 20 })]);
    const started = performance.now();
    expect((await download()).body.equals(content)).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(19 * 19);
  });

  test('"duplicated" sends the same answer twice', async () => {
    proxy.reset([onGet({ kind: 'duplicated' })]);
    const { pathname, search, hostname, port } = new URL(await readableUrl());
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: proxy\r\n\r\n`);
    setTimeout(() => socket.end(), 300);
    expect((await text(socket)).match(/HTTP\/1.1 200/g)).toHaveLength(2);
  });

  test('"garbage" sends other bytes of the same length', async () => {
    proxy.reset([onGet({ kind: 'garbage' })]);
    const { body } = await download();
    expect(body).toHaveLength(content.length);
    expect(body.equals(content)).toBe(false);
  });

  test('"flipped bit" changes one byte', async () => {
    proxy.reset([onGet({ kind: 'flipped bit', at: 500 })]);
    const { body } = await download();
    const differing = [...body.keys()].filter((i) => body[i] !== content[i]);
    expect(differing).toEqual([500]);
  });

  test('"metadata" replaces a value and leaves the body alone', async () => {
    proxy.reset([onGet({ kind: 'metadata', set: { codec: 'lzma' } })]);
    const { headers, body } = await download();
    expect(headers.get('x-ms-meta-codec')).toBe('lzma');
    expect(body.equals(content)).toBe(true);
  });
});

describe('the proxy after the fault "death"', () => {
  test('refuses each further connection', async () => {
    const mortal = await startProxy({ target: azurite.url, rules: [{ skip: 1, fault: { kind: 'death' } }] });
    expect((await fetch(mortal.url)).ok).toBe(false);
    await expect(fetch(mortal.url)).rejects.toThrow('fetch failed');
    await expect(fetch(mortal.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('answers again after the given time, at the same address', async () => {
    const rule: Rule = { times: 1, fault: { kind: 'death', downFor: 200 } };
    const mortal = await startProxy({ target: azurite.url, rules: [rule] });
    await expect(fetch(mortal.url)).rejects.toThrow('fetch failed');
    await expect.poll(() => fetch(mortal.url).then(({ status }) => status), { timeout: 5_000 }).toBe(400);
    await mortal.close();
  });
});

test('the proxy with TLS requires a token and exchanges it for a SAS', async () => {
  const token = 'token';
  const secure = await startProxy({
    target: azurite.url,
    tls: loopbackTls,
    bearer: { token, sas: accountSas('r') },
  });
  const statusWith = async (authorization: string) => {
    const url = `${secure.url}/cache/some/blob`;
    const options = { ca: loopbackTls.cert, headers: { authorization, 'x-ms-version': '2023-11-03' } };
    const [response] = (await once(httpsGet(url, options), 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  expect(await statusWith(`Bearer ${token}`)).toBe(200);
  expect(await statusWith('Bearer another')).not.toBe(200);
  await secure.close();
});

test('closing the proxy ends requests that hang', async () => {
  const hanging = await startProxy({
    target: azurite.url,
    rules: [{ fault: { kind: 'hang before headers' } }],
  });
  const pending = fetch(hanging.url).catch(() => 'ended');
  await expect.poll(() => hanging.requests.length).toBe(1);
  await hanging.close();
  expect(await pending).toBe('ended');
});
