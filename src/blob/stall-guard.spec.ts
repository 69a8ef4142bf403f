import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { withStallGuard, type StallGuard } from './stall-guard.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const never = () => new Promise<never>(() => undefined);

test('a response in time is passed on', async () => {
  expect(await withStallGuard(1000, () => Promise.resolve('response'))).toBe('response');
});

test('a failure in time is passed on', async () => {
  const failure = new Error('refused');
  await expect(withStallGuard(1000, () => Promise.reject(failure))).rejects.toBe(failure);
});

test('silence ends in ETIMEDOUT, though the request never ends', async () => {
  const ended = expect(withStallGuard(50, never)).rejects.toMatchObject({
    code: 'ETIMEDOUT',
    message: 'silent for 50 ms',
  });
  await vi.advanceTimersByTimeAsync(50);
  await ended;
});

test('a silent request is aborted', async () => {
  let signal: AbortSignal | undefined;
  const request = (guard: StallGuard) => {
    ({ signal } = guard);
    return never();
  };
  const ended = expect(withStallGuard(20, request)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(19);
  expect(signal?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await ended;
  expect(signal?.aborted).toBe(true);
});

test('a request that moves may take longer than the limit', async () => {
  const moving = withStallGuard(60, async ({ touch, signal }) => {
    for (let i = 0; i < 10; i++) {
      await sleep(50);
      touch();
    }
    return signal.aborted;
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(await moving).toBe(false);
});

test('a request that moved and then stopped is silent', async () => {
  const request = async ({ touch }: StallGuard) => {
    await sleep(10);
    touch();
    return never();
  };
  const ended = expect(withStallGuard(50, request)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await vi.advanceTimersByTimeAsync(60);
  await ended;
});

test('a request that fails after it was given up is not left unhandled', async () => {
  const request = async () => {
    await sleep(60);
    throw new Error('too late');
  };
  const ended = expect(withStallGuard(20, request)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await vi.advanceTimersByTimeAsync(80);
  await ended;
});

test('nothing is aborted after the response, even when a last touch comes late', async () => {
  // Node's own timers: `refresh` does not start a cleared one, and that of the fake ones does.
  vi.useRealTimers();
  const { signal, touch } = await withStallGuard(30, (guard) => Promise.resolve(guard));
  touch();
  await sleep(80);
  expect(signal.aborted).toBe(false);
});
