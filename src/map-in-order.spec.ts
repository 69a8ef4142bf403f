import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapInOrder } from './map-in-order.js';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const result of results) found.push(result);
  return found;
}

test('results come in the order of the items, whichever is done first', async () => {
  const delays = [30, 1, 20, 5, 0, 10];
  const results = mapInOrder(delays, 3, async (delay) => {
    await sleep(delay);
    return delay;
  });
  expect(await all(results)).toEqual(delays);
});

test.each([1, 2, 4, 50])('at most %i calls are under way at once', async (parallel) => {
  let [underWay, most] = [0, 0];
  const results = mapInOrder(numbers(20), parallel, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep((item * 7) % 5);
    underWay -= 1;
    return item;
  });
  expect(await all(results)).toEqual(numbers(20));
  expect(most).toBe(Math.min(parallel, 20));
});

test('no item is taken before there is room for it', async () => {
  const taken: number[] = [];
  function* items() {
    for (const item of numbers(10)) {
      taken.push(item);
      yield item;
    }
  }
  const results = mapInOrder(items(), 3, (item) => Promise.resolve(item));
  await results.next();
  expect(taken).toEqual([0, 1, 2]);
  await results.next();
  expect(taken).toEqual([0, 1, 2, 3]);
});

test('no items make no results', async () => {
  expect(await all(mapInOrder([], 3, (item) => Promise.resolve(item)))).toEqual([]);
});

test('the failure of one call is thrown, and no other one is left unhandled', async () => {
  const results = mapInOrder(numbers(9), 4, async (item) => {
    await sleep(item);
    if (item > 0) throw new Error(`failed: ${item}`);
    return item;
  });
  await expect(all(results)).rejects.toThrow('failed: 1');
  await sleep(30); // an unhandled rejection of 2 or 3 would end this run
});

test('a failure of the items is passed on while calls are under way', async () => {
  const failure = new Error('vanished');
  async function* items() {
    yield* await Promise.resolve([1, 2]);
    throw failure;
  }
  const results = mapInOrder(items(), 4, async () => {
    await sleep(5);
    throw new Error('late');
  });
  await expect(all(results)).rejects.toBe(failure);
  await sleep(20);
});

test.each([
  ['a failure', () => Promise.reject(new Error('failed'))],
  ['a reader that stops', () => Promise.resolve('read')],
])('%s closes the items', async (_, map) => {
  let closed = false;
  function* items() {
    try {
      yield* numbers(10);
    } finally {
      closed = true;
    }
  }
  const reading = async () => {
    for await (const result of mapInOrder(items(), 2, map)) if (result === 'read') break;
  };
  await reading().catch(() => undefined);
  expect(closed).toBe(true);
});
