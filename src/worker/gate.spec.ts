import { describe, expect, test } from 'vitest';

import type { Concern, FaultKind } from '../errors.js';
import { Gate } from './gate.js';

const after = (
  failed: { kind: FaultKind; concerns?: Concern },
  operation: 'retrieve' | 'store',
  { times = 1, succeeded = false } = {},
) => {
  const gate = new Gate(() => 0);
  if (succeeded) gate.succeeded(operation);
  const { breaker } = gate;
  for (let i = 0; i < times; i++) gate.failed(operation, { concerns: 'blob', ...failed }, breaker.successes);
  return { retrieve: gate.allows('retrieve'), store: gate.allows('store') };
};
const open = { retrieve: true, store: true };
const closed = { retrieve: false, store: false };

describe('a refusal that concerns', () => {
  const refused = (concerns: Concern) => ({ kind: 'rejected', concerns }) as const;

  test('all ends both for the rest of the run', () => {
    expect(after(refused('all'), 'retrieve')).toEqual(closed);
  });

  test('the operation stops uploads and leaves reads on', () => {
    expect(after(refused('operation'), 'store')).toEqual({ ...open, store: false });
  });

  test('the operation stops lookups only', () => {
    expect(after(refused('operation'), 'retrieve')).toEqual({ ...open, retrieve: false });
  });

  test('one blob stops nothing', () => {
    expect(after(refused('blob'), 'retrieve', { times: 10 })).toEqual(open);
  });

  test('nobody knows what stops the operation at the third time', () => {
    expect(after(refused('unsure'), 'retrieve', { times: 2 })).toEqual(open);
    expect(after(refused('unsure'), 'retrieve', { times: 3 })).toEqual({ ...open, retrieve: false });
  });

  test('nobody knows what stops nothing once another one has succeeded', () => {
    expect(after(refused('unsure'), 'store', { times: 10, succeeded: true })).toEqual(open);
  });
});

describe.each(['network', 'service', 'throttled', 'timeout'] as const)('faults of kind %s', (kind) => {
  test('are tolerated once and open the breaker the second time', () => {
    expect(after({ kind }, 'retrieve', { times: 1 })).toEqual(open);
    expect(after({ kind }, 'retrieve', { times: 2 })).toEqual(closed);
  });
});

test('what this system cannot hold stops nothing', () => {
  expect(after({ kind: 'unportable' }, 'retrieve', { times: 10 })).toEqual(open);
});

test('a sign-in for which nobody waits any longer stops both, is no outage, and opens the way by its end', () => {
  let overdue = true;
  const gate = new Gate(
    () => 0,
    () => overdue,
  );
  for (let i = 0; i < 10; i++) gate.failed('retrieve', { kind: 'sign-in', concerns: 'blob' }, 0);
  expect([gate.allows('retrieve'), gate.allows('store'), gate.breaker.open]).toEqual([false, false, false]);
  overdue = false;
  expect([gate.allows('retrieve'), gate.allows('store')]).toEqual([true, true]);
});
