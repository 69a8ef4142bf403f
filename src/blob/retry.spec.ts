import { expect, test } from 'vitest';
import { CacheError } from '../errors.js';
import { retrying } from './retry.js';

const policy = { attempts: 5, longestPause: 1_000, within: 3_000 };
const busy = new CacheError('busy', { kind: 'throttled', retryable: true });
const later = (retryAfter: number) =>
  new CacheError('busy', { kind: 'throttled', retryable: true, retryAfter });

/** Fails with these, one after the other, then succeeds; `calls` are the times at which it was called, ms. */
function failing(...errors: readonly Error[]) {
  const calls: number[] = [];
  const request = () => {
    const error = errors[calls.length];
    calls.push(performance.now());
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  return { calls, request };
}

const pauses = (calls: readonly number[]) => calls.slice(1).map((call, i) => call - (calls[i] ?? 0));

test('what succeeds is asked for once', async () => {
  const { calls, request } = failing();
  expect(await retrying(policy, request)).toBe('done');
  expect(calls).toHaveLength(1);
});

test('pauses grow, by half of themselves at random', async () => {
  const { calls, request } = failing(busy, busy, busy);
  expect(await retrying(policy, request)).toBe('done');
  const [first = 0, second = 0, third = 0] = pauses(calls);
  expect(calls).toHaveLength(4);
  expect(first).toBeGreaterThanOrEqual(49);
  expect(second).toBeGreaterThanOrEqual(99);
  expect(third).toBeGreaterThanOrEqual(199);
});

test('the attempts are counted, and the last error is thrown', async () => {
  const last = new CacheError('the last', { kind: 'service', retryable: true });
  const { calls, request } = failing(busy, busy, last, busy);
  await expect(retrying({ ...policy, attempts: 3 }, request)).rejects.toBe(last);
  expect(calls).toHaveLength(3);
});

test('pauses stop growing at the longest', async () => {
  const { calls, request } = failing(busy, busy, busy, busy);
  await retrying({ ...policy, longestPause: 60 }, request);
  for (const pause of pauses(calls)) expect(pause).toBeLessThan(150);
});

test('what is soon conclusive is tried less often', async () => {
  const closed = new CacheError('closed', { kind: 'network', retryable: true, worthAttempts: 2 });
  const { calls, request } = failing(closed, closed, closed);
  await expect(retrying(policy, request)).rejects.toBe(closed);
  expect(calls).toHaveLength(2);
});

test.each([
  ['a CacheError that is not retryable', new CacheError('no', { kind: 'permission', retryable: false })],
  ['any other error', new TypeError('a defect')],
  ['one that only looks retryable', Object.assign(new Error('no'), { code: 'ERR_CACHE', retryable: true })],
])('%s is thrown at once', async (_, error) => {
  const { calls, request } = failing(error);
  await expect(retrying(policy, request)).rejects.toBe(error);
  expect(calls).toHaveLength(1);
});

test('what stops being retryable is not tried again', async () => {
  const refused = new CacheError('no', { kind: 'permission', retryable: false });
  const { calls, request } = failing(busy, refused);
  await expect(retrying(policy, request)).rejects.toBe(refused);
  expect(calls).toHaveLength(2);
});

test('Retry-After is honoured', async () => {
  const { calls, request } = failing(later(300));
  expect(await retrying(policy, request)).toBe('done');
  expect(pauses(calls)[0]).toBeGreaterThanOrEqual(299);
});

test('a Retry-After shorter than our own pause does not shorten it', async () => {
  const { calls, request } = failing(later(1));
  await retrying(policy, request);
  expect(pauses(calls)[0]).toBeGreaterThanOrEqual(49);
});

test('a Retry-After beyond the deadline is not waited for', async () => {
  const error = later(10_000);
  const { calls, request } = failing(error);
  const started = performance.now();
  await expect(retrying(policy, request)).rejects.toBe(error);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(calls).toHaveLength(1);
});

test('no attempt starts after the deadline', async () => {
  const { calls, request } = failing(...Array<CacheError>(50).fill(busy));
  await expect(retrying({ ...policy, attempts: 50, within: 300 }, request)).rejects.toBe(busy);
  const [first = 0] = calls;
  expect(calls.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...calls) - first).toBeLessThan(400);
});
