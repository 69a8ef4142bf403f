import { describe, expect, test } from 'vitest';

import type { FaultKind } from '../errors.js';
import { Gate } from './gate.js';

const after = (kind: FaultKind, operation: 'retrieve' | 'store', times = 1) => {
  const gate = new Gate(() => 0);
  for (let i = 0; i < times; i++) gate.failed(operation, kind, 0);
  return { retrieve: gate.allows('retrieve'), store: gate.allows('store') };
};

test('a refused write stops uploads and leaves reads on', () => {
  expect(after('permission', 'store')).toEqual({ retrieve: true, store: false });
});

test('a refused read stops lookups only', () => {
  expect(after('permission', 'retrieve')).toEqual({ retrieve: false, store: true });
});

describe.each(['credential', 'container'] as const)('a fault of kind %s', (kind) => {
  test('ends both for the rest of the run', () => {
    expect(after(kind, 'retrieve')).toEqual({ retrieve: false, store: false });
  });
});

describe.each(['network', 'service', 'throttled', 'timeout'] as const)('faults of kind %s', (kind) => {
  test('are tolerated once and open the breaker the second time', () => {
    expect(after(kind, 'retrieve', 1)).toEqual({ retrieve: true, store: true });
    expect(after(kind, 'retrieve', 2)).toEqual({ retrieve: false, store: false });
  });
});

describe.each(['archive', 'damaged', 'disk', 'internal', 'rejected', 'untrusted'] as const)(
  'faults of kind %s',
  (kind) => {
    test('concern one artifact and stop nothing', () => {
      expect(after(kind, 'store', 10)).toEqual({ retrieve: true, store: true });
    });
  },
);

test('a sign-in for which nobody waits any longer stops both, is no outage, and opens the way by its end', () => {
  let overdue = true;
  const gate = new Gate(
    () => 0,
    () => overdue,
  );
  for (let i = 0; i < 10; i++) gate.failed('retrieve', 'sign-in', 0);
  expect([gate.allows('retrieve'), gate.allows('store'), gate.breaker.open]).toEqual([false, false, false]);
  overdue = false;
  expect([gate.allows('retrieve'), gate.allows('store')]).toEqual([true, true]);
});
