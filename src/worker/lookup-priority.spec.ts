import { expect, test } from 'vitest';

import { LookupPriority } from './lookup-priority.js';

/** A clock that moves only while an upload waits; `at` runs an action when a time has come. */
function setUp() {
  let time = 0;
  const actions: { readonly due: number; readonly action: () => void }[] = [];
  const sleep = async (ms: number) => {
    time += ms;
    for (const { due, action } of actions) if (due > time - ms && due <= time) action();
    // Lets the promises of the actions settle.
    await new Promise(setImmediate);
  };
  const priority = new LookupPriority({ now: () => time, sleep });
  const at = (due: number, action: () => void) => actions.push({ due, action });
  return { priority, at, now: () => time };
}

/** A lookup that is answered when the test says so. */
function createLookup() {
  let answer = (): void => undefined;
  const answered = new Promise<string>((resolve) => {
    answer = () => {
      resolve('hit');
    };
  });
  return { ask: () => answered, answer };
}

test('a lookup returns its answer', async () => {
  const { ask, answer } = createLookup();
  const lookup = setUp().priority.duringLookup(ask);
  answer();
  expect(await lookup).toBe('hit');
});

test('an upload without lookups waits for those that Nx is about to start', async () => {
  const { priority, now } = setUp();
  await priority.whenIdle();
  expect(now()).toBe(15);
});

test('an upload waits for the answer of a lookup and 15 ms more', async () => {
  const { priority, at, now } = setUp();
  const { ask, answer } = createLookup();
  void priority.duringLookup(ask);
  at(50, answer);
  await priority.whenIdle();
  expect(now()).toBe(65);
});

test('an upload waits for a lookup that begins while it waits', async () => {
  const { priority, at, now } = setUp();
  const { ask, answer } = createLookup();
  at(10, () => void priority.duringLookup(ask));
  at(100, answer);
  await priority.whenIdle();
  expect(now()).toBe(115);
});

test('a lookup that fails is over', async () => {
  const { priority, now } = setUp();
  await expect(priority.duringLookup(() => Promise.reject(new Error('no answer')))).rejects.toThrow(
    'no answer',
  );
  await priority.whenIdle();
  expect(now()).toBe(15);
});

test('a lookup that is never answered holds an upload back for 250 ms', async () => {
  const { priority, now } = setUp();
  void priority.duringLookup(createLookup().ask);
  await priority.whenIdle();
  expect(now()).toBe(250);
});
