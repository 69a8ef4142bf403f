import { expect, test } from 'vitest';

import { Journal } from './journal.js';

test('a run waits once for the time in which several lookups overlap', () => {
  let now = 0;
  const journal = new Journal({ verbose: false, now: () => now });
  const beginAt = (time: number, kind: 'retrieve' | 'store' = 'retrieve') => {
    now = time;
    return journal.begin({ kind, hash: String(time), cacheDirectory: '/cache' });
  };
  const endAt = (time: number, done: ReturnType<typeof beginAt>) => {
    now = time;
    done({ status: 'miss' });
  };
  const first = beginAt(10);
  const second = beginAt(20);
  endAt(30, first);
  endAt(40, second);
  beginAt(50, 'store');
  beginAt(100);
  now = 105;
  expect(journal.waited).toBe(35);
});

test('decisions are recorded only in verbose mode', () => {
  const journals = [true, false].map((verbose) => new Journal({ verbose, now: () => 0 }));
  for (const journal of journals) journal.explain('reads shared');
  expect(journals.map(({ decisions }) => decisions)).toEqual([['reads shared'], []]);
});
