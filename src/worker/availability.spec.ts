import { describe, expect, test } from 'vitest';

import type { Concern, FaultKind } from '../errors.js';
import { Availability, OutageBreaker } from './availability.js';

const canOf = (availability: Availability) => ({
  retrieve: availability.canRetrieve,
  store: availability.canStore,
});

const after = (
  failure: { kind: FaultKind; concerns?: Concern },
  operation: 'retrieve' | 'store',
  { times = 1, succeeded = false } = {},
) => {
  const availability = new Availability({ now: () => 0 });
  if (succeeded) availability.begin(operation).succeeded();
  for (let i = 0; i < times; i++) availability.begin(operation).failed({ concerns: 'blob', ...failure });
  return canOf(availability);
};
const both = { retrieve: true, store: true };
const neither = { retrieve: false, store: false };

describe('a refusal that concerns', () => {
  const refused = (concerns: Concern) => ({ kind: 'rejected', concerns }) as const;

  test('all requests ends lookups and uploads for the rest of the run', () => {
    expect(after(refused('all'), 'retrieve')).toEqual(neither);
  });

  test('uploads stops uploads and leaves lookups on', () => {
    expect(after(refused('operation'), 'store')).toEqual({ ...both, store: false });
  });

  test('lookups stops lookups and leaves uploads on', () => {
    expect(after(refused('operation'), 'retrieve')).toEqual({ ...both, retrieve: false });
  });

  test('one blob stops nothing', () => {
    expect(after(refused('blob'), 'retrieve', { times: 10 })).toEqual(both);
  });

  test('an unknown set of requests stops the operation the third time', () => {
    expect(after(refused('unsure'), 'retrieve', { times: 2 })).toEqual(both);
    expect(after(refused('unsure'), 'retrieve', { times: 3 })).toEqual({ ...both, retrieve: false });
  });

  test('an unknown set of requests stops nothing once a request has succeeded', () => {
    expect(after(refused('unsure'), 'store', { times: 10, succeeded: true })).toEqual(both);
  });
});

describe.each(['network', 'service', 'throttled', 'timeout'] as const)('faults of kind %s', (kind) => {
  test('are tolerated once and stop all requests the second time', () => {
    expect(after({ kind }, 'retrieve', { times: 1 })).toEqual(both);
    expect(after({ kind }, 'retrieve', { times: 2 })).toEqual(neither);
  });
});

test('an artifact that this system cannot hold stops nothing', () => {
  expect(after({ kind: 'unportable' }, 'retrieve', { times: 10 })).toEqual(both);
});

test('an overdue sign-in stops all requests until it ends, and is no outage', () => {
  let overdue = true;
  const availability = new Availability({ now: () => 0, overdue: () => overdue });
  for (let i = 0; i < 10; i++) availability.begin('retrieve').failed({ kind: 'sign-in', concerns: 'blob' });
  expect(canOf(availability)).toEqual(neither);
  overdue = false;
  expect(canOf(availability)).toEqual(both);
});

test('requests that were sent before the last success do not make an outage', () => {
  const availability = new Availability({ now: () => 0 });
  const attempts = [1, 2, 3].map(() => availability.begin('retrieve'));
  availability.begin('retrieve').succeeded();
  for (const attempt of attempts) attempt.failed({ kind: 'timeout', concerns: 'blob' });
  expect(canOf(availability)).toEqual(both);
});

describe('an outage breaker', () => {
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

  test('opens after the second outage in a row', () => {
    expect(broken().breaker.open).toBe(true);
  });

  test('counts from zero after a success', () => {
    const breaker = new OutageBreaker(() => 0);
    breaker.failed(0);
    breaker.succeeded();
    breaker.failed(1);
    expect(breaker.open).toBe(false);
  });

  test('does not count the failure of a request that began before the last success', () => {
    const breaker = new OutageBreaker(() => 0);
    breaker.succeeded();
    for (let i = 0; i < 5; i++) breaker.failed(0);
    expect(breaker.open).toBe(false);
  });

  test('gives out one probe every 30 s', () => {
    const { breaker, clock } = broken();
    clock.now = 29_999;
    expect(breaker.takeProbe()).toBe(false);
    clock.now = 30_000;
    expect([breaker.takeProbe(), breaker.takeProbe()]).toEqual([true, false]);
    clock.now = 60_000;
    expect(breaker.takeProbe()).toBe(true);
  });

  test('gives out no probe while it is closed', () => {
    expect(new OutageBreaker(() => 0).takeProbe()).toBe(false);
  });

  test('starts the pause again after a probe that fails', () => {
    const { breaker, clock } = broken();
    clock.now = 31_000;
    breaker.takeProbe();
    clock.now = 36_000;
    breaker.failed(0);
    clock.now = 65_999;
    expect([breaker.open, breaker.takeProbe()]).toEqual([true, false]);
  });

  test('closes after a probe that succeeds', () => {
    const { breaker, clock } = broken();
    clock.now = 30_000;
    breaker.takeProbe();
    breaker.succeeded();
    expect(breaker.open).toBe(false);
  });

  test('calls its listeners once, and those that were removed not at all', () => {
    const breaker = new OutageBreaker(() => 0);
    const called: string[] = [];
    breaker.onOpen(() => called.push('a'));
    breaker.onOpen(() => called.push('b'))();
    for (let i = 0; i < 3; i++) breaker.failed(0);
    expect(called).toEqual(['a']);
  });
});
