import { expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../test/support/fakes/memory-blob-store.js';
import { openScopes } from '../artifact/open-scopes.js';
import { CacheError } from '../errors.js';
import { sharedAccess } from '../trust/resolve-access.js';
import { Availability } from './availability.js';
import { probeService, toOutcome } from './to-outcome.js';

const down = new CacheError('down at s3cret', { kind: 'network', retryable: true });
const redact = (text: string) => text.replaceAll('s3cret', '[redacted]');

/** A scope whose service was given up. */
function givenUp() {
  const clock = { now: 0 };
  const availability = new Availability({ now: () => clock.now });
  for (let i = 0; i < 2; i++) availability.begin('retrieve').failed({ kind: 'network', concerns: 'unsure' });
  const blobs = createMemoryBlobStore();
  const access = sharedAccess({ container: 'cache', credential: { kind: 'default' } });
  const { own } = openScopes({ access, prefix: '', open: () => blobs });
  if (!own) throw new Error('a run without trust has one scope');
  const ask = () => {
    probeService({ ...own, availability }, '42');
  };
  return { clock, availability, blobs, ask };
}

test('an error is a fault without secrets, and counts against the operation', async () => {
  const availability = new Availability();
  const attempt = () => toOutcome(availability.begin('retrieve'), redact, () => Promise.reject(down));
  expect(await attempt()).toEqual({
    status: 'fault',
    fault: { kind: 'network', message: 'down at [redacted]', expected: false },
  });
  await attempt();
  expect(availability.canRetrieve).toBe(false);
});

test('a probe sends nothing before the pause is over', () => {
  const { blobs, ask } = givenUp();
  ask();
  expect(blobs.calls.download).toBe(0);
});

test('a probe that succeeds turns lookups on again, and no request waits for it', async () => {
  const { clock, availability, blobs, ask } = givenUp();
  clock.now = 30_000;
  ask();
  ask();
  expect([availability.canRetrieve, blobs.calls.download]).toEqual([false, 1]);
  await expect.poll(() => availability.canRetrieve).toBe(true);
});

test('a probe that fails is no fault of the run, and the next one follows a pause later', async () => {
  const { clock, availability, blobs, ask } = givenUp();
  blobs.fail('download', down);
  for (const now of [30_000, 59_000, 61_000]) {
    clock.now = now;
    ask();
    await new Promise(setImmediate);
  }
  expect([availability.canRetrieve, blobs.calls.download]).toEqual([false, 2]);
});
