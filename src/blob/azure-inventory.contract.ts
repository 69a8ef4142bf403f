import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';

import { deletionsOf } from '../../test/support/fakes/deletions.js';
import { accountName } from '../../test/support/azurite.js';
import { containerSas } from '../../test/support/container-sas.js';
import { newName, optionsAt, put } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import type { Rule } from '../../test/support/proxy/proxy-fault.js';
import { openInventory } from './azure-inventory.js';
import type { BlobInventory, ListedBlob } from './blob-inventory.js';

const service = useProxiedStore();

const byKey = () => openInventory(optionsAt(service.proxy.url));
const bySas = (permissions: string, container = 'cache') =>
  openInventory({
    container,
    accountName,
    endpoint: service.proxy.url,
    proxy: undefined,
    credential: { kind: 'sas', value: containerSas(container, permissions) },
  });

async function listed(inventory: BlobInventory, prefix: string, metadata = false): Promise<ListedBlob[]> {
  const found: ListedBlob[] = [];
  for await (const page of inventory.list({ prefix, metadata })) found.push(...page);
  return found;
}

const kinds = () => service.proxy.requests.map(({ method, kind }) => `${method} ${kind}`);
let folders = 0;

/** Fresh blobs in a folder of their own, as a list has them. */
async function seed(inventory: BlobInventory, count: number): Promise<readonly ListedBlob[]> {
  const folder = `v1/pr/${++folders}/`;
  for (let i = 0; i < count; i++) await put(service.store, `${folder}${100 + i}`, Buffer.from('x'.repeat(i)));
  const blobs = await listed(inventory, folder);
  service.proxy.reset();
  return blobs;
}

describe('a list', () => {
  test('has of each blob what a download has', async () => {
    const { name } = await service.seed(1234);
    const inventory = await byKey();
    const etag = (await service.store.download(name))?.etag;
    const [blob, ...others] = await listed(inventory, name, true);
    expect(others).toEqual([]);
    expect(blob).toMatchObject({ name, etag, size: 1234, accessed: undefined, metadata: { codec: 'br' } });
    expect(Math.abs(Date.now() - (blob?.modified ?? 0))).toBeLessThan(60_000);
  });

  test('has metadata only when it is asked for, and nothing outside of the prefix', async () => {
    const inventory = await byKey();
    const [first] = await seed(inventory, 2);
    expect(first?.metadata).toEqual({});
    expect(await listed(inventory, 'v2/')).toEqual([]);
  });

  test.each([
    {
      what: 'a SAS that may not list',
      permissions: 'rd',
      container: 'cache',
      kind: 'permission',
      message: 'not allowed to list container "cache"',
    },
    {
      what: 'a container that is not there',
      permissions: 'rdl',
      container: 'no-such',
      kind: 'container',
      message: 'container "no-such" does not exist',
    },
  ])('fails with what to do: $what', async ({ permissions, container, kind, message }) => {
    await expect(listed(await bySas(permissions, container), '')).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('a look at one blob', () => {
  test('is one request, without its body', async () => {
    const { name } = await service.seed(10);
    service.proxy.reset();
    expect(await (await bySas('r')).head(name)).toMatchObject({
      name,
      size: 10,
      metadata: { codec: 'br' },
    });
    expect(kinds()).toEqual(['HEAD head']);
  });

  test('that is not there is undefined', async () => {
    expect(await (await byKey()).head(newName())).toBeUndefined();
  });

  test('in a container that is not there fails', async () => {
    await expect((await bySas('r', 'no-such')).head(newName())).rejects.toMatchObject({
      kind: 'container',
    });
  });
});

describe('a deletion', () => {
  test.each([
    ['an account key', byKey],
    ['a SAS', () => bySas('rdl')],
  ])('of 256 blobs by %s is one request', async (_, open) => {
    const inventory = await open();
    const blobs = await seed(inventory, 256);
    expect(new Set(await deletionsOf(inventory, blobs))).toEqual(new Set(['deleted']));
    expect(kinds()).toEqual(['POST container']);
    expect(await listed(inventory, blobs[0]?.name.slice(0, -3) ?? '')).toEqual([]);
  });

  const refusal: Rule = {
    match: ({ method }) => method === 'POST',
    fault: { kind: 'status', status: 403, code: 'AuthorizationFailure' },
  };
  const rules = { batch: [], 'one by one': [refusal] };

  test.each(['batch', 'one by one'] as const)('leaves what is another blob by now: %s', async (way) => {
    const inventory = await byKey();
    const blobs = await seed(inventory, 3);
    const [first, second] = blobs;
    const metadata = () => ({ codec: 'zstd' });
    await service.store.upload(first?.name ?? '', Readable.from([Buffer.from('new')]), metadata, first?.etag);
    await deletionsOf(inventory, blobs.slice(1, 2));
    service.proxy.reset(rules[way]);
    expect(await deletionsOf(inventory, blobs)).toEqual(['changed', 'changed', 'deleted']);
    expect((await service.store.download(first?.name ?? ''))?.metadata).toEqual(metadata());
    expect(await inventory.head(second?.name ?? '')).toBeUndefined();
  });

  test('without the right to it fails, and nothing is gone', async () => {
    const blobs = await seed(await byKey(), 3);
    const inventory = await bySas('rl');
    await expect(deletionsOf(inventory, blobs)).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('not allowed to delete from container "cache"') as string,
    });
    expect(await listed(inventory, blobs[0]?.name.slice(0, -3) ?? '')).toHaveLength(3);
  });
});
