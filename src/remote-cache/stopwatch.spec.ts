import { expect, test } from 'vitest';

import { Stopwatch } from './stopwatch.js';

test('counts time in which several things overlap once', () => {
  let now = 0;
  const stopwatch = new Stopwatch(() => now);
  const at = (time: number, step: () => void) => {
    now = time;
    step();
  };
  at(10, () => {
    stopwatch.start();
  });
  at(20, () => {
    stopwatch.start();
  });
  at(30, () => {
    stopwatch.stop();
  });
  at(40, () => {
    stopwatch.stop();
  });
  at(100, () => {
    stopwatch.start();
  });
  now = 105;
  expect(stopwatch.total).toBe(35);
});
