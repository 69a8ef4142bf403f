import { describe, expect, test } from 'vitest';

import {
  createMemoryInventory,
  listedBlob,
  type MemoryInventory,
} from '../../../test/fakes/memory-inventory.js';
import type { ListedBlob } from '../../blob/blob-inventory.js';
import { CacheError } from '../../errors.js';
import { createDeletion } from './delete-all.js';
import { planPrune } from './plan-prune.js';
import { createSelection, type Criteria } from './selection.js';

const day = 24 * 60 * 60_000;
const now = 1000 * day;
/** A blob that is so many days old. */
const aged = (name: string, days: number, instead = {}) =>
  listedBlob(name, { modified: now - days * day, ...instead });
const uninterrupted = new AbortController().signal;
const anything: Criteria = { olderThan: undefined, maxSize: undefined, scope: undefined, by: 'modified' };

async function prepare(
  inventories: readonly MemoryInventory[],
  criteria: Partial<Criteria>,
  { prefix = '', clock = () => 0 }: { prefix?: string; clock?: () => number } = {},
) {
  const containers = inventories.map((inventory, i) => ({ container: `cache-${i}`, inventory }));
  const selection = createSelection({ ...anything, ...criteria }, prefix);
  const plan = await planPrune(containers, selection, now);
  return { plan, deletion: createDeletion(containers, { selection, limit: plan.limit, clock }) };
}

/** What is left of these blobs. */
async function prune(blobs: readonly ReturnType<typeof aged>[], criteria: Partial<Criteria>, prefix = '') {
  const inventory = createMemoryInventory(blobs, { pageSize: 2 });
  const { plan, deletion } = await prepare([inventory], criteria, { prefix });
  await deletion.deleteAll(uninterrupted, () => undefined);
  expect(deletion.done.deleted).toEqual(plan.toDelete);
  expect(plan.toDelete.count).toBe(blobs.length - inventory.blobs.size);
  return [...inventory.blobs.keys()];
}

describe('with --older-than', () => {
  test('older artifacts are deleted, and no foreign blobs', async () => {
    const foreign = [
      'index.html',
      'v1/1',
      'v1/other/1',
      'v1/shared/a.b',
      'v2/shared/1',
      'team/v1/shared/1',
      'runs/1',
    ];
    const left = await prune(
      [
        aged('v1/shared/1', 29),
        aged('v1/shared/2', 31),
        aged('v1/pr/7/3', 31),
        aged('v1/trusted/4', 30),
        ...foreign.map((name) => aged(name, 900)),
      ],
      { olderThan: 30 * day },
    );
    expect(left).toEqual(['v1/shared/1', 'v1/trusted/4', ...foreign]);
  });

  test('run records are deleted too, unless a scope is named', async () => {
    const blobs = [aged('runs/v1/2025/a.json', 31), aged('runs/v1/2025/b.json', 1), aged('v1/pr/7/1', 31)];
    expect(await prune(blobs, { olderThan: 30 * day })).toEqual(['runs/v1/2025/b.json']);
    expect(await prune(blobs, { olderThan: 30 * day, scope: 'pr/*' })).toEqual(
      blobs.slice(0, 2).map(({ name }) => name),
    );
  });

  test('only blobs below the prefix are deleted', async () => {
    const names = ['team/v1/shared/1', 'team/runs/v1/1', 'v1/shared/1', 'team2/v1/shared/1', 'team/v1/x/1'];
    const left = await prune(
      names.map((name) => aged(name, 90)),
      { olderThan: day },
      'team',
    );
    expect(left).toEqual(names.slice(2));
  });

  test('age counts from the last access, or from storing if it was not read since', async () => {
    const blobs = [
      aged('v1/shared/1', 90, { accessed: now - day }),
      aged('v1/shared/2', 90, { accessed: now - 60 * day }),
      aged('v1/shared/3', 90),
      aged('v1/shared/4', 1, { accessed: now - 60 * day }),
    ];
    expect(await prune(blobs, { olderThan: 30 * day, by: 'access' })).toEqual(['v1/shared/1', 'v1/shared/4']);
  });

  test('age by access is refused if the account does not track it', async () => {
    const inventory = createMemoryInventory([aged('v1/shared/1', 90)]);
    const asking = prepare([inventory], { olderThan: day, by: 'access' });
    await expect(asking).rejects.toThrow('enable-last-access-tracking');
  });
});

describe('with --max-size', () => {
  const five = [5, 4, 3, 2, 1].map((days) => aged(`v1/shared/${days}`, days));
  const names = (...days: number[]) => days.map((each) => `v1/shared/${each}`);

  test.each([
    [50, names(5, 4, 3, 2, 1)],
    [49, names(4, 3, 2, 1)],
    [25, names(2, 1)],
    [0, []],
  ])('the oldest are deleted until %i bytes are left', async (maxSize, left) => {
    expect(await prune(five, { maxSize })).toEqual(left);
  });

  test('expired artifacts are deleted first', async () => {
    expect(await prune(five, { olderThan: 3.5 * day, maxSize: 20 })).toEqual(names(2, 1));
    expect(await prune(five, { olderThan: 1.5 * day, maxSize: 20 })).toEqual(names(1));
  });

  test('of artifacts that were stored in the same second, no more than needed are deleted', async () => {
    const same = Array.from({ length: 9 }, (_, i) => aged(`v1/shared/${i}`, 5));
    expect(await prune(same, { maxSize: 45 })).toHaveLength(4);
  });

  test('only the named scopes count', async () => {
    const others = [aged('v1/trusted/1', 90), aged('v1/branch/a~2fb/1', 9)];
    const left = await prune([...five, ...others], { maxSize: 0, scope: 'branch/*' });
    expect(left).toEqual([...names(5, 4, 3, 2, 1), 'v1/trusted/1']);
  });

  test('two containers count together', async () => {
    const [a, b] = [createMemoryInventory(five.slice(0, 2)), createMemoryInventory(five.slice(2))];
    const { deletion } = await prepare([a, b], { maxSize: 20 });
    await deletion.deleteAll(uninterrupted, () => undefined);
    expect([a.blobs.size, [...b.blobs.keys()]]).toEqual([0, names(2, 1)]);
  });
});

describe('while others use the container', () => {
  const old = Array.from({ length: 600 }, (_, i) => aged(`v1/shared/${1000 + i}`, 90));

  test('blobs that are stored or replaced meanwhile are kept', async () => {
    const inventory = createMemoryInventory(old);
    const { deletion } = await prepare([inventory], { olderThan: day });
    inventory.blobs.set('v1/shared/1000', aged('v1/shared/1000', 0, { etag: '"new"' }));
    inventory.blobs.set('v1/shared/new', aged('v1/shared/new', 0));
    await deletion.deleteAll(uninterrupted, () => undefined);
    expect([...inventory.blobs.keys()]).toEqual(['v1/shared/1000', 'v1/shared/new']);
  });

  test('blobs that others delete first are counted separately', async () => {
    const inventory = createMemoryInventory(old);
    const { deletion } = await prepare([inventory], { olderThan: day });
    const deleting = deletion.deleteAll(uninterrupted, () => undefined);
    inventory.blobs.delete('v1/shared/1001');
    await deleting;
    expect(inventory.blobs.size).toBe(0);
    expect([deletion.done.changed.count, deletion.done.deleted.count]).toEqual([1, 599]);
  });

  test('the first request deletes 32 blobs, each next one twice as many, up to 256', async () => {
    const inventory = createMemoryInventory(old);
    const { deletion } = await prepare([inventory], { olderThan: day });
    const seen: number[] = [];
    await deletion.deleteAll(uninterrupted, ({ deleted }) => seen.push(deleted.count));
    expect(inventory.batches).toEqual([32, 64, 128, 256, 120]);
    expect(seen).toEqual([32, 96, 224, 480, 600]);
  });

  test('a slow service gets smaller requests', async () => {
    const inventory = createMemoryInventory(old.slice(0, 64));
    let now = 0;
    const slow: typeof inventory = {
      ...inventory,
      delete: (...args) => {
        if (inventory.batches.length < 2) now += 501;
        return inventory.delete(...args);
      },
    };
    const { deletion } = await prepare([slow], { olderThan: day }, { clock: () => now });
    await deletion.deleteAll(uninterrupted, () => undefined);
    expect(inventory.batches).toEqual([32, 16, 8, 8]);
  });
});

describe('a deletion that ends early', () => {
  const old = Array.from({ length: 5000 }, (_, i) => aged(`v1/shared/${10_000 + i}`, 90));

  test('by Ctrl-C finishes the request, and sends no more', async () => {
    const inventory = createMemoryInventory(old);
    const { deletion } = await prepare([inventory], { olderThan: day });
    const interrupt = new AbortController();
    await deletion.deleteAll(interrupt.signal, () => {
      interrupt.abort();
    });
    expect(deletion.done.deleted.count).toBe(5000 - inventory.blobs.size);
    expect(inventory.batches.length).toBeLessThanOrEqual(5);
    expect(inventory.blobs.size).toBeGreaterThan(3000);
  });

  test('names refused blobs, and continues', async () => {
    const inventory = createMemoryInventory(old.slice(0, 100));
    const strange = (blob: ListedBlob) => blob.name.endsWith('0');
    const partly: typeof inventory = {
      ...inventory,
      delete: (blobs, ended) => {
        for (const blob of blobs.filter(strange)) ended(blob, 'refused', 'SomethingNew');
        return inventory.delete(
          blobs.filter((blob) => !strange(blob)),
          ended,
        );
      },
    };
    const { deletion } = await prepare([partly], { olderThan: day });
    await deletion.deleteAll(uninterrupted, () => undefined);
    expect(deletion.done).toMatchObject({ deleted: { count: 90 }, refused: { count: 10, bytes: 100 } });
    expect(deletion.done.refusals).toHaveLength(5);
    expect(deletion.done.refusals[0]).toEqual({ name: 'v1/shared/10000', code: 'SomethingNew' });
  });

  test('by a failure within a request counts the deleted blobs', async () => {
    const inventory = createMemoryInventory(old.slice(0, 40));
    const failing: typeof inventory = {
      ...inventory,
      delete: async (blobs, ended) => {
        await inventory.delete(blobs.slice(0, 31), ended);
        throw new CacheError('busy', { kind: 'throttled', retryable: true });
      },
    };
    const { deletion } = await prepare([failing], { olderThan: day });
    await expect(deletion.deleteAll(uninterrupted, () => undefined)).rejects.toThrow('busy');
    expect(deletion.done.deleted.count).toBe(31);
  });

  test('by a failure between requests counts the deleted blobs', async () => {
    const inventory = createMemoryInventory(old);
    const busy = new CacheError('busy', { kind: 'throttled', retryable: true });
    const failing = {
      ...inventory,
      delete: async (...args: Parameters<typeof inventory.delete>) => {
        if (inventory.batches.length === 3) throw busy;
        await new Promise(setImmediate);
        return inventory.delete(...args);
      },
    };
    const { deletion } = await prepare([failing], { olderThan: day });
    await expect(deletion.deleteAll(uninterrupted, () => undefined)).rejects.toBe(busy);
    expect(deletion.done.deleted.count).toBe(5000 - inventory.blobs.size);
    expect(deletion.done.deleted.count).toBeGreaterThan(0);
  });
});
