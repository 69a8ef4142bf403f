import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withStallGuard, type StallGuard } from './stall-guard.js';

const never = () => new Promise<never>(() => undefined);

test('an answer in time is passed on', async () => {
  expect(await withStallGuard(1000, () => Promise.resolve('answer'))).toBe('answer');
});

test('so is a failure', async () => {
  const failure = new Error('refused');
  await expect(withStallGuard(1000, () => Promise.reject(failure))).rejects.toBe(failure);
});

test('silence ends in ETIMEDOUT, though the request never does', async () => {
  const started = performance.now();
  await expect(withStallGuard(50, never)).rejects.toMatchObject({
    code: 'ETIMEDOUT',
    message: 'silent for 50 ms',
  });
  expect(performance.now() - started).toBeLessThan(500);
});

test('the request is told to stop', async () => {
  const seen: AbortSignal[] = [];
  const request = ({ signal }: StallGuard) => {
    seen.push(signal);
    return never();
  };
  await expect(withStallGuard(20, request)).rejects.toThrow();
  expect(seen.map(({ aborted }) => aborted)).toEqual([true]);
});

test('what moves may take longer than the limit', async () => {
  const answer = await withStallGuard(200, async ({ touch, signal }) => {
    for (let i = 0; i < 10; i++) {
      await sleep(50);
      touch();
    }
    return signal.aborted;
  });
  expect(answer).toBe(false);
});

test('what moved and then stopped is silent, too', async () => {
  const request = async ({ touch }: StallGuard) => {
    await sleep(10);
    touch();
    return never();
  };
  await expect(withStallGuard(50, request)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

test('a request that fails after it was given up is not left unhandled', async () => {
  const request = async () => {
    await sleep(60);
    throw new Error('too late');
  };
  await expect(withStallGuard(20, request)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await sleep(80);
});

test('nothing is aborted after the answer, even when a last sign of life comes late', async () => {
  const { signal, touch } = await withStallGuard(30, (watched) => Promise.resolve(watched));
  touch();
  await sleep(80);
  expect(signal.aborted).toBe(false);
});
