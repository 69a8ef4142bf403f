import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { CacheError } from '../../../src/errors.js';
import { describeBlobStore } from '../../blob-store-contract.js';
import { createMemoryBlobStore, type MemoryBlobStore } from './memory-blob-store.js';

describeBlobStore('in memory', createMemoryBlobStore);

const busy = new CacheError('busy', { kind: 'throttled', retryable: true });
const put = (store: MemoryBlobStore, name: string) =>
  store.upload(name, Readable.from([Buffer.from('hello')]), () => ({ codec: 'br' }));

test('the store in memory counts calls', async () => {
  const store = createMemoryBlobStore();
  await put(store, 'a');
  await put(store, 'a');
  await store.download('missing');
  const chunks = (await store.download('a'))?.chunks;
  expect(chunks && (await buffer(chunks)).toString()).toBe('hello');
  expect(store.calls).toEqual({ upload: 2, download: 2, body: 1 });
});

test('an upload fails as often as requested, and leaves nothing', async () => {
  const store = createMemoryBlobStore();
  store.fail('upload', busy, 2);
  await expect(put(store, 'a')).rejects.toBe(busy);
  await expect(put(store, 'a')).rejects.toBe(busy);
  expect(store.blobs.size).toBe(0);
  expect(await put(store, 'a')).toBe(true);
  expect(store.calls.upload).toBe(3);
});

test('downloads fail until the fault is taken away', async () => {
  const store = createMemoryBlobStore();
  store.fail('download', busy);
  await expect(store.download('a')).rejects.toBe(busy);
  await expect(store.download('a')).rejects.toBe(busy);
  store.fail('download', busy, 0);
  expect(await store.download('a')).toBeUndefined();
});

test('a fault of the body ends a download in its middle', async () => {
  const store = createMemoryBlobStore();
  await put(store, 'a');
  store.fail('body', busy);
  const read: string[] = [];
  const reading = async () => {
    for await (const chunk of (await store.download('a'))?.chunks ?? []) read.push(chunk.toString());
  };
  await expect(reading()).rejects.toBe(busy);
  expect(read).toEqual(['hel']);
});

test('a test may add a blob that no upload makes', async () => {
  const store = createMemoryBlobStore();
  store.blobs.set('a', { body: Buffer.from('x'), metadata: {} });
  expect(await store.download('a')).toMatchObject({ metadata: {}, size: 1 });
});
