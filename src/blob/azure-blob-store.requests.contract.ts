import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';

import { get, newName, put } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';

const MiB = 1024 * 1024;
const service = useProxiedStore();

const kinds = () => service.proxy.requests.map(({ kind }) => kind);
const rangesAsked = () => service.proxy.requests.map(({ headers }) => headers['x-ms-range']);

async function seedUncounted(length: number) {
  const blob = await service.seed(length);
  service.proxy.reset();
  Object.assign(service.moved, { read: 0, write: 0 });
  return blob;
}

test('a store that is not used sends nothing', () => {
  expect(kinds()).toEqual([]);
});

test('a miss is one request', async () => {
  expect(await get(service.store, newName())).toBeUndefined();
  expect(kinds()).toEqual(['get']);
});

describe('a download', () => {
  test.each([1, 100_000, MiB])('of %i bytes is one request', async (length) => {
    const { name, content } = await seedUncounted(length);
    expect((await get(service.store, name))?.equals(content)).toBe(true);
    expect(kinds()).toEqual(['get']);
  });

  test('of a large blob is one request for 1 MiB and one for each 4 MiB more', async () => {
    const { name, content } = await seedUncounted(20 * MiB);
    expect((await get(service.store, name))?.equals(content)).toBe(true);
    expect(rangesAsked().toSorted()).toEqual([
      'bytes=0-1048575',
      'bytes=1048576-5242879',
      'bytes=13631488-17825791',
      'bytes=17825792-22020095',
      'bytes=5242880-9437183',
      'bytes=9437184-13631487',
    ]);
  });

  test('whose body nobody reads stays at its first range', async () => {
    const { name } = await seedUncounted(20 * MiB);
    await service.store.download(name);
    expect(kinds()).toEqual(['get']);
  });

  test('whose reader stops leaves the rest alone', async () => {
    const { name } = await seedUncounted(64 * MiB);
    for await (const chunk of (await service.store.download(name))?.chunks ?? []) {
      if (chunk.length > 0) break;
    }
    expect(kinds()).toEqual(['get']);
  });

  test('says how many bytes have come', async () => {
    const { name } = await seedUncounted(20 * MiB);
    await get(service.store, name);
    expect(service.moved).toEqual({ read: 20 * MiB, write: 0 });
  });
});

describe('an upload', () => {
  test.each([1, 100_000, 8 * MiB])('of %i bytes is one request', async (length) => {
    await service.seed(length);
    expect(kinds()).toEqual(['put']);
  });

  test.each([
    [8 * MiB + 1, 3],
    [20 * MiB, 5],
    [41 * MiB, 11],
  ])('of %i bytes is %i blocks and one more request', async (length, blocks) => {
    await service.seed(length);
    expect(kinds()).toEqual([...Array<string>(blocks).fill('put block'), 'put block list']);
  });

  test('of what is there is one request, too', async () => {
    const { name } = await seedUncounted(1000);
    expect(await put(service.store, name, randomBytes(1000))).toBe(false);
    expect(kinds()).toEqual(['put']);
  });

  test('only ever creates', async () => {
    await service.seed(10);
    await service.seed(9 * MiB);
    const creating = service.proxy.requests.filter(({ kind }) => kind !== 'put block');
    expect(creating.map(({ headers }) => headers['if-none-match'])).toEqual(['*', '*']);
  });

  test.each([10, 9 * MiB])('in the place of a blob of %i bytes names that one', async (length) => {
    const { name, content } = await seedUncounted(length);
    const etag = (await service.store.download(name))?.etag;
    service.proxy.reset();
    expect(await service.store.upload(name, Readable.from([content]), () => ({}), etag)).toBe(true);
    const headers = service.proxy.requests.at(-1)?.headers;
    expect([headers?.['if-match'], headers?.['if-none-match']]).toEqual([etag, undefined]);
  });

  test.each([1000, 20 * MiB])('of %i bytes says how many have gone', async (length) => {
    Object.assign(service.moved, { read: 0, write: 0 });
    await service.seed(length);
    expect(service.moved).toEqual({ read: 0, write: length });
  });
});
