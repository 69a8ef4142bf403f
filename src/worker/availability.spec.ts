import { describe, expect, test } from 'vitest';

import type { Concern, FaultKind } from '../errors.js';
import { Availability } from './availability.js';

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

describe('outages', () => {
  const outage = { kind: 'timeout', concerns: 'blob' } as const;

  function setUp(outages = 0) {
    const clock = { now: 0 };
    const availability = new Availability({ now: () => clock.now });
    const fail = () => {
      availability.begin('retrieve').failed(outage);
    };
    for (let i = 0; i < outages; i++) fail();
    return { availability, clock, fail };
  }

  test('are counted from zero after a success', () => {
    const { availability, fail } = setUp(1);
    availability.begin('store').succeeded();
    fail();
    expect(availability.canRetrieve).toBe(true);
  });

  test('do not count if the request was sent before the last success', () => {
    const { availability } = setUp();
    const attempts = [1, 2, 3].map(() => availability.begin('retrieve'));
    availability.begin('retrieve').succeeded();
    for (const attempt of attempts) attempt.failed(outage);
    expect(canOf(availability)).toEqual(both);
  });

  test('are followed by one probe every 30 s', () => {
    const { availability, clock } = setUp(2);
    clock.now = 29_999;
    expect(availability.takeProbe()).toBe(false);
    clock.now = 30_000;
    expect([availability.takeProbe(), availability.takeProbe()]).toEqual([true, false]);
    clock.now = 60_000;
    expect(availability.takeProbe()).toBe(true);
  });

  test('are followed by no probe before the service is given up', () => {
    const { availability, clock } = setUp(1);
    clock.now = 60_000;
    expect(availability.takeProbe()).toBe(false);
  });

  test('start the pause again if the probe fails', () => {
    const { availability, clock, fail } = setUp(2);
    clock.now = 31_000;
    availability.takeProbe();
    clock.now = 36_000;
    fail();
    clock.now = 65_999;
    expect([availability.canRetrieve, availability.takeProbe()]).toEqual([false, false]);
  });

  test('are over after a probe that succeeds', () => {
    const { availability, clock } = setUp(2);
    clock.now = 30_000;
    availability.takeProbe();
    availability.begin('retrieve').succeeded();
    expect(canOf(availability)).toEqual(both);
  });

  test('call each listener once, and a removed one not at all', () => {
    const { availability, fail } = setUp();
    const called: string[] = [];
    availability.onGivenUp(() => called.push('a'));
    availability.onGivenUp(() => called.push('b'))();
    for (let i = 0; i < 3; i++) fail();
    expect(called).toEqual(['a']);
  });
});
