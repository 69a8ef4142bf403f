import { expect, test } from 'vitest';

import { CacheError } from '../errors.js';
import { retrying, type RetryPolicy } from './retry.js';

const policy = { attempts: 5, longestPause: 1_000, within: 3_000 };
const busy = new CacheError('busy', { kind: 'throttled', retryable: true });
const later = (retryAfter: number) =>
  new CacheError('busy', { kind: 'throttled', retryable: true, retryAfter });

/** Retries a request that fails with these, one after the other, then succeeds. `calls` are the times of its attempts, ms. */
function retry(errors: readonly Error[], instead: Partial<RetryPolicy> = {}) {
  const calls: number[] = [];
  let now = 0;
  const sleep = (ms: number) => Promise.resolve((now += ms));
  const request = () => {
    const error = errors[calls.length];
    calls.push(now);
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  return { calls, result: retrying({ ...policy, ...instead }, request, { now: () => now, sleep }) };
}

const pauses = (calls: readonly number[]) => calls.slice(1).map((call, i) => call - (calls[i] ?? 0));

test('a request that succeeds is sent once', async () => {
  const { calls, result } = retry([]);
  expect(await result).toBe('done');
  expect(calls).toEqual([0]);
});

test('pauses double, and grow by up to half of themselves at random', async () => {
  const { calls, result } = retry([busy, busy, busy]);
  expect(await result).toBe('done');
  expect(calls).toHaveLength(4);
  for (const [i, pause] of pauses(calls).entries()) {
    expect(pause).toBeGreaterThanOrEqual(50 * 2 ** i);
    expect(pause).toBeLessThan(75 * 2 ** i);
  }
});

test('the attempts are counted, and the last error is thrown', async () => {
  const last = new CacheError('the last', { kind: 'service', retryable: true });
  const { calls, result } = retry([busy, busy, last, busy], { attempts: 3 });
  await expect(result).rejects.toBe(last);
  expect(calls).toHaveLength(3);
});

test('pauses stop growing at the longest', async () => {
  const { calls, result } = retry([busy, busy, busy, busy], { longestPause: 60 });
  await result;
  for (const pause of pauses(calls)) expect(pause).toBeLessThanOrEqual(90);
});

test('an error that is worth two attempts gets two', async () => {
  const closed = new CacheError('closed', { kind: 'network', retryable: true, worthAttempts: 2 });
  const { calls, result } = retry([closed, closed, closed]);
  await expect(result).rejects.toBe(closed);
  expect(calls).toHaveLength(2);
});

test.each([
  ['a CacheError that is not retryable', new CacheError('no', { kind: 'permission', retryable: false })],
  ['any other error', new TypeError('a defect')],
  ['one that only looks retryable', Object.assign(new Error('no'), { code: 'ERR_CACHE', retryable: true })],
])('%s is thrown at once', async (_, error) => {
  const { calls, result } = retry([error]);
  await expect(result).rejects.toBe(error);
  expect(calls).toHaveLength(1);
});

test('an error that is not retryable ends the attempts', async () => {
  const refused = new CacheError('no', { kind: 'permission', retryable: false });
  const { calls, result } = retry([busy, refused]);
  await expect(result).rejects.toBe(refused);
  expect(calls).toHaveLength(2);
});

test('Retry-After is honored', async () => {
  const { calls, result } = retry([later(300)]);
  expect(await result).toBe('done');
  expect(pauses(calls)).toEqual([300]);
});

test('a Retry-After shorter than our own pause does not shorten it', async () => {
  const { calls, result } = retry([later(1)]);
  await result;
  expect(pauses(calls)[0]).toBeGreaterThanOrEqual(50);
});

test('a Retry-After beyond the deadline is not waited for', async () => {
  const error = later(10_000);
  const { calls, result } = retry([error]);
  await expect(result).rejects.toBe(error);
  expect(calls).toHaveLength(1);
});

test('no attempt starts after the deadline', async () => {
  const { calls, result } = retry(Array<CacheError>(50).fill(busy), { attempts: 50, within: 300 });
  await expect(result).rejects.toBe(busy);
  expect(calls.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...calls)).toBeLessThanOrEqual(300);
});

test('without a clock of its own a request waits for real', async () => {
  const started = performance.now();
  const errors = [busy];
  const request = () => {
    const error = errors.pop();
    return error === undefined ? Promise.resolve('done') : Promise.reject(error);
  };
  expect(await retrying(policy, request)).toBe('done');
  expect(performance.now() - started).toBeGreaterThanOrEqual(49);
});
