import { expect, onTestFinished, test, vi } from 'vitest';

import { createMemoryBlobStore } from '../../../../test/fakes/memory-blob-store.js';
import { createMemoryProbe } from '../../../../test/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { BlobStore } from '../../../blob/blob-store.js';
import type { Environment } from '../../../config/environment.js';
import { CacheError } from '../../../errors.js';
import { findingsOf } from '../check.js';
import { checkSpeed } from './speed.js';

const azure = { container: 'cache', accountName: 'acme' };
const readOnly = { NX_POWERPACK_CACHE_MODE: 'read-only' };

/** A store on which each request takes so long, ms. */
function createSlowStore({ upload = 10, download = 10 }: { upload?: number; download?: number } = {}) {
  const store = createMemoryBlobStore();
  let now = 0;
  const slow: BlobStore = {
    ...store,
    upload: (...call) => {
      now += upload;
      return store.upload(...call);
    },
    download: (name) => {
      now += download;
      return store.download(name);
    },
  };
  return { store, slow, clock: () => now };
}

function run(
  { slow, clock }: { slow: BlobStore; clock: () => number },
  env: Environment = {},
  permissions = 'rcwdl',
) {
  const probe = () => Promise.resolve(createMemoryProbe(permissions));
  return findingsOf(checkSpeed, createFakeSetup(azure, env, { store: () => slow, clock, probe }));
}

test('latency and rates are printed', async () => {
  const network = createSlowStore({ upload: 20 });
  expect(await run(network)).toEqual([
    { status: 'pass', detail: '10 ms per request, 210 MB/s up, 419 MB/s down' },
  ]);
  expect(network.store.calls).toMatchObject({ upload: 1, download: 9 });
});

test('a test blob that cannot be deleted is named', async () => {
  const [, left] = await run(createSlowStore(), {}, 'rc');
  expect(left?.detail).toMatch(/^the test blob "v1\/shared\/doctor[0-9a-f]{32}" stays/);
});

test('a run that stores nothing only measures latency', async () => {
  const network = createSlowStore();
  expect(await run(network, readOnly)).toEqual([{ status: 'pass', detail: '10 ms per request' }]);
  expect(network.store.calls.upload).toBe(0);
});

test('a run that is not allowed to store only measures latency', async () => {
  const network = createSlowStore();
  network.store.fail('upload', new CacheError('refused', { kind: 'permission', retryable: false }));
  expect(await run(network)).toEqual([{ status: 'pass', detail: '10 ms per request' }]);
});

test('any other failure is thrown', async () => {
  const network = createSlowStore();
  network.store.fail('upload', new CacheError('lost', { kind: 'network', retryable: false }));
  await expect(run(network)).rejects.toThrow('lost');
});

test('high latency is a warning', async () => {
  expect(await run(createSlowStore({ download: 151 }), readOnly)).toMatchObject([
    {
      status: 'warn',
      detail: '151 ms per request: the storage account is far away',
      fix: expect.stringContaining('region') as string,
    },
  ]);
});

test('high latency is measured with a few requests only', async () => {
  const network = createSlowStore({ download: 2_000 });
  await run(network, readOnly);
  expect(network.store.calls.download).toBe(2);
});

test('a low rate is a warning', async () => {
  expect(await run(createSlowStore({ upload: 2_500 }))).toMatchObject([
    { status: 'warn', detail: '10 ms per request, 1.7 MB/s up, 419 MB/s down: slow' },
  ]);
});

test('a transfer that does not finish is a warning after 3 s', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { slow, clock } = createSlowStore();
  const running = run({ slow: { ...slow, upload: () => new Promise(() => undefined) }, clock });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await running).toMatchObject([
    { status: 'warn', detail: '10 ms per request, less than 1 MB/s up, less than 1 MB/s down: slow' },
  ]);
});
