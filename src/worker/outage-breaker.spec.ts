import { expect, test } from 'vitest';

import { OutageBreaker } from './outage-breaker.js';

function broken() {
  const clock = { now: 0 };
  const breaker = new OutageBreaker(() => clock.now);
  for (let i = 0; i < 2; i++) breaker.failed(0);
  return { breaker, clock };
}

test('tolerates one outage', () => {
  const breaker = new OutageBreaker(() => 0);
  breaker.failed(0);
  expect(breaker.open).toBe(false);
});

test('gives the service up after the second in a row', () => {
  expect(broken().breaker.open).toBe(true);
});

test('a success in between starts the count anew', () => {
  const breaker = new OutageBreaker(() => 0);
  breaker.failed(0);
  breaker.succeeded();
  breaker.failed(1);
  expect(breaker.open).toBe(false);
});

test('a failure of a request that began before the last success does not count', () => {
  const breaker = new OutageBreaker(() => 0);
  breaker.succeeded();
  for (let i = 0; i < 5; i++) breaker.failed(0);
  expect(breaker.open).toBe(false);
});

test('a probe is due every 30 s, for one who asks', () => {
  const { breaker, clock } = broken();
  clock.now = 29_999;
  expect(breaker.takeProbe()).toBe(false);
  clock.now = 30_000;
  expect([breaker.takeProbe(), breaker.takeProbe()]).toEqual([true, false]);
  clock.now = 60_000;
  expect(breaker.takeProbe()).toBe(true);
});

test('a service that is well takes no probe', () => {
  expect(new OutageBreaker(() => 0).takeProbe()).toBe(false);
});

test('a probe that fails starts the pause anew', () => {
  const { breaker, clock } = broken();
  clock.now = 31_000;
  breaker.takeProbe();
  clock.now = 36_000;
  breaker.failed(0);
  clock.now = 65_999;
  expect([breaker.open, breaker.takeProbe()]).toEqual([true, false]);
});

test('a probe that succeeds opens the way', () => {
  const { breaker, clock } = broken();
  clock.now = 30_000;
  breaker.takeProbe();
  breaker.succeeded();
  expect(breaker.open).toBe(false);
});

test('who listens is told once that the service is given up', () => {
  const breaker = new OutageBreaker(() => 0);
  const told: string[] = [];
  breaker.onOpen(() => told.push('a'));
  breaker.onOpen(() => told.push('b'))();
  for (let i = 0; i < 3; i++) breaker.failed(0);
  expect(told).toEqual(['a']);
});
