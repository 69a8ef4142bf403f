import { setTimeout as sleep } from 'node:timers/promises';

import { CacheError } from '../errors.js';

/** How often and how long a request is tried again. */
export interface RetryPolicy {
  readonly attempts: number;
  /** ms; pauses grow up to this */
  readonly longestPause: number;
  /** ms from the first attempt within which another one may start */
  readonly within: number;
}

/** Time, for tests to replace. */
interface Clock {
  /** ms */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const systemClock: Clock = { now: () => performance.now(), sleep };

/** Sends a request again while that may help: only for a retryable CacheError, and never past the policy. */
export async function retrying<T>(
  policy: RetryPolicy,
  request: () => Promise<T>,
  clock = systemClock,
): Promise<T> {
  const deadline = clock.now() + policy.within;
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      const pause = pauseAfter(error, attempt, policy);
      if (pause === undefined || clock.now() + pause > deadline) throw error;
      await clock.sleep(pause);
    }
  }
}

/** 50, 100, 200 … ms and up to half of that again, so that many clients do not come back together. */
function pauseAfter(error: unknown, attempt: number, policy: RetryPolicy): number | undefined {
  if (!(error instanceof CacheError) || !error.retryable) return undefined;
  if (attempt >= Math.min(policy.attempts, error.worthAttempts)) return undefined;
  const backoff = Math.min(50 * 2 ** (attempt - 1), policy.longestPause) * (1 + Math.random() / 2);
  return Math.max(backoff, error.retryAfter ?? 0);
}
