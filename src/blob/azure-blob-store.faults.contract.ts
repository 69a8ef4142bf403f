import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { get, newName, optionsAt, put } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import { startProxy } from '../../test/support/proxy/proxy.js';
import type { Fault, Rule } from '../../test/support/proxy/proxy-fault.js';
import type { RequestKind } from '../../test/support/proxy/proxy-request.js';
import { createAzureBlobStore } from './azure-blob-store.js';

const MiB = 1024 * 1024;
const busy: Fault = { kind: 'status', status: 503, code: 'ServerBusy' };
const service = useProxiedStore();

const on = (kind: RequestKind, fault: Fault, times = Infinity): Rule => ({
  match: (request) => request.kind === kind,
  times,
  fault,
});
const kinds = () => service.proxy.requests.map(({ kind }) => kind);

describe('a download that fails once comes back right:', () => {
  test.each<[string, Fault]>([
    ['busy', busy],
    ['a server error', { kind: 'status', status: 500, code: 'InternalError' }],
    ['a bad gateway (nrwl/nx#36107)', { kind: 'status', status: 502, code: '' }],
    ['too many requests', { kind: 'status', status: 429, code: '' }],
    ['a reset', { kind: 'reset' }],
    ['a body cut at its start', { kind: 'cut', at: 0 }],
    ['a body cut in its middle', { kind: 'cut', at: 50_000 }],
    ['a body that ends early', { kind: 'truncated', at: 50_000, contentLength: 'wrong' }],
    ['a short body that looks whole', { kind: 'truncated', at: 50_000, contentLength: 'right' }],
  ])('%s', async (_, fault) => {
    const { name, content } = await service.seed(100_000);
    service.proxy.reset([on('get', fault, 1)]);
    expect((await get(service.store, name))?.equals(content)).toBe(true);
    expect(kinds()).toEqual(['get', 'get']);
  });
});

describe('an upload that fails once arrives whole:', () => {
  test.each<[string, RequestKind, Fault, number]>([
    ['a small one, busy', 'put', busy, 100_000],
    ['a small one, reset', 'put', { kind: 'reset' }, 100_000],
    ['a block, busy', 'put block', busy, 20 * MiB],
    ['a block, reset', 'put block', { kind: 'reset' }, 20 * MiB],
    ['a block whose answer was lost', 'put block', { kind: 'cut', at: 0 }, 20 * MiB],
    ['the list of blocks, busy', 'put block list', busy, 20 * MiB],
  ])('%s', async (_, kind, fault, length) => {
    service.proxy.reset([on(kind, fault, 1)]);
    const [name, content] = [newName(), randomBytes(length)];
    expect(await put(service.store, name, content)).toBe(true);
    expect((await get(service.store, name))?.equals(content)).toBe(true);
  });

  test.each<[RequestKind, number]>([
    ['put', 1000],
    ['put block list', 9 * MiB],
  ])('a %s whose answer was lost: it is there', async (kind, length) => {
    service.proxy.reset([on(kind, { kind: 'cut', at: 0 }, 1)]);
    const [name, content] = [newName(), randomBytes(length)];
    await put(service.store, name, content); // whether it says "created" or "was there": nobody can know
    expect((await get(service.store, name))?.equals(content)).toBe(true);
  });
});

test('Retry-After is honored', async () => {
  const { name } = await service.seed(10);
  service.proxy.reset([on('get', { ...busy, headers: { 'retry-after': '1' } }, 1)]);
  const started = performance.now();
  await get(service.store, name);
  expect(performance.now() - started).toBeGreaterThan(990);
});

test('a service that stays busy is given up after eight attempts, within three seconds', async () => {
  service.proxy.reset([on('get', busy)]);
  const started = performance.now();
  await expect(get(service.store, newName())).rejects.toMatchObject({ kind: 'throttled', retryable: true });
  expect(performance.now() - started).toBeLessThan(3_500);
  expect(kinds()).toHaveLength(8);
});

test('a body that is never whole is damaged', async () => {
  const { name } = await service.seed(1000);
  service.proxy.reset([on('get', { kind: 'truncated', at: 500, contentLength: 'right' })]);
  await expect(get(service.store, name)).rejects.toMatchObject({ kind: 'damaged' });
});

test('a closed port is soon a network fault, without the 16 s of the SDK (vercel/turborepo#4591)', async () => {
  const closed = await startProxy({ target: service.azurite.url });
  await closed.close();
  const unreachable = createAzureBlobStore(optionsAt(closed.url), () => undefined);
  const started = performance.now();
  await expect(get(unreachable, newName())).rejects.toMatchObject({ kind: 'network' });
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('silence ends a read after 5 s, before the headers, after them and within the body', async () => {
  const faults: Fault[] = [
    { kind: 'hang before headers' },
    { kind: 'hang after headers' },
    { kind: 'stall', at: 50_000 },
  ];
  const blobs = await Promise.all(faults.map(() => service.seed(100_000)));
  service.proxy.reset(faults.map((fault, i) => ({ match: ({ blob }) => blob === blobs[i]?.name, fault })));
  const started = performance.now();
  const results = await Promise.allSettled(blobs.map(({ name }) => get(service.store, name)));
  expect(results).toMatchObject(faults.map(() => ({ status: 'rejected', reason: { kind: 'timeout' } })));
  expect(performance.now() - started).toBeGreaterThan(4_900);
  expect(performance.now() - started).toBeLessThan(7_000);
});
