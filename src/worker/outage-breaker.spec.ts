import { expect, test } from 'vitest';

import { OutageBreaker } from './outage-breaker.js';

function broken() {
  const clock = { now: 0 };
  const breaker = new OutageBreaker(() => clock.now);
  for (let i = 0; i < 3; i++) breaker.failed();
  return { breaker, clock };
}

test('tolerates two outages in a row', () => {
  const breaker = new OutageBreaker(() => 0);
  breaker.failed();
  breaker.failed();
  expect(breaker.allows()).toBe(true);
});

test('leaves the service alone for 30 s after the third', () => {
  const { breaker, clock } = broken();
  clock.now = 29_999;
  expect(breaker.allows()).toBe(false);
});

test('then lets one request through as a probe', () => {
  const { breaker, clock } = broken();
  clock.now = 30_000;
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
});

test('a probe that fails starts the pause anew', () => {
  const { breaker, clock } = broken();
  clock.now = 31_000;
  breaker.allows();
  breaker.failed();
  clock.now = 60_999;
  expect(breaker.allows()).toBe(false);
});

test('a probe that succeeds opens the way', () => {
  const { breaker, clock } = broken();
  clock.now = 30_000;
  breaker.allows();
  breaker.succeeded();
  expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
});

test('a success in between starts the count anew', () => {
  const breaker = new OutageBreaker(() => 0);
  breaker.failed();
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  expect(breaker.allows()).toBe(true);
});
