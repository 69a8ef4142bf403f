import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMemoryBlobStore } from '../../../../test/support/fakes/memory-blob-store.js';
import { createMemoryProbe } from '../../../../test/support/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import type { BlobStore } from '../../../blob/blob-store.js';
import type { Environment } from '../../../config/environment.js';
import { CacheError } from '../../../errors.js';
import { speed } from './speed.js';

const azure = { container: 'cache', accountName: 'acme' };

function run(store: BlobStore, env: Environment = {}, permissions = 'rcwdl') {
  const probe = () => Promise.resolve(createMemoryProbe(permissions));
  return speed.run(createFakeSetup(azure, env, { store: () => store, probe }));
}

test('is told in plain words', async () => {
  const store = createMemoryBlobStore();
  const [finding, ...left] = await run(store);
  expect(finding?.status).toBe('pass');
  expect(finding?.detail).toMatch(/^\d ms a request, \d+ MB\/s up, \d+ MB\/s down$/);
  expect(left).toEqual([]);
  expect(store.calls).toMatchObject({ upload: 1, download: 9 });
});

test('what cannot be removed is named', async () => {
  const [, left] = await run(createMemoryBlobStore(), {}, 'rc');
  expect(left?.detail).toMatch(/leaves "v1\/shared\/doctor[0-9a-f]{32}"/);
});

test('who stores nothing only asks', async () => {
  const store = createMemoryBlobStore();
  const [finding] = await run(store, { NX_POWERPACK_CACHE_MODE: 'read-only' });
  expect(finding?.detail).toMatch(/^\d ms a request$/);
  expect(store.calls.upload).toBe(0);
});

test('nor does who may not', async () => {
  const store = createMemoryBlobStore();
  store.fail('upload', new CacheError('refused', { kind: 'permission', retryable: false }));
  expect((await run(store))[0]?.detail).toMatch(/^\d ms a request$/);
});

test('any other failure is one', async () => {
  const store = createMemoryBlobStore();
  store.fail('upload', new CacheError('lost', { kind: 'network', retryable: false }));
  await expect(run(store)).rejects.toThrow('lost');
});

test('a container that is far away is a warning', async () => {
  const near = createMemoryBlobStore();
  const download: BlobStore['download'] = async (name) => {
    await sleep(160);
    return near.download(name);
  };
  const [finding] = await run({ ...near, download }, { NX_POWERPACK_CACHE_MODE: 'read-only' });
  expect(finding).toMatchObject({ status: 'warn', fix: expect.stringContaining('region') as string });
});

test('a narrow way, too', async () => {
  const wide = createMemoryBlobStore();
  const upload: BlobStore['upload'] = async (...call) => {
    await sleep(2_500);
    return wide.upload(...call);
  };
  const [finding] = await run({ ...wide, upload });
  expect(finding).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/1\.\d MB\/s up.*: slow$/) as string,
  });
});

test('and one that does not come to its end is not waited for', async () => {
  const upload = () => new Promise<never>(() => undefined);
  const [finding] = await run({ ...createMemoryBlobStore(), upload });
  expect(finding?.detail).toMatch(/less than 1 MB\/s up/);
});
