import { expect, test } from 'vitest';

import { Lull } from './lull.js';

/** A lookup that is answered when the test says so. */
function createLookUp() {
  let answer = (): void => undefined;
  const answered = new Promise<string>((resolve) => {
    answer = () => {
      resolve('hit');
    };
  });
  return { ask: () => answered, answer };
}

const order = async (steps: Record<string, Promise<unknown>>) => {
  const done: string[] = [];
  await Promise.all(Object.entries(steps).map(([name, step]) => step.then(() => done.push(name))));
  return done;
};

test('a lookup gets its answer', async () => {
  const { ask, answer } = createLookUp();
  const lookUp = new Lull().disturb(ask);
  answer();
  expect(await lookUp).toBe('hit');
});

test('the lull comes after the answer of a lookup, also of one that began later', async () => {
  const lull = new Lull();
  const { ask, answer } = createLookUp();
  const lullCame = lull.come();
  const lookUp = lull.disturb(ask);
  setTimeout(answer, 50);
  expect(await order({ lullCame, lookUp })).toEqual(['lookUp', 'lullCame']);
});

test('a lookup that failed is over', async () => {
  const lull = new Lull();
  await expect(lull.disturb(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  const withoutLookUp = lull.come();
  const kept = new Lull();
  void kept.disturb(createLookUp().ask);
  expect(await order({ kept: kept.come(), withoutLookUp })).toEqual(['withoutLookUp', 'kept']);
});

test('a lookup that is never answered does not keep the lull away', async () => {
  const lull = new Lull();
  void lull.disturb(createLookUp().ask);
  await lull.come();
});
