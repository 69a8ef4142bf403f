import { toCacheError } from './azure-errors.js';
import { AnotherToken } from './bearer-policy.js';
import type { Operation } from './error-table.js';
import { retrying, type RetryPolicy } from './retry.js';
import { withStallTimer, type Watched } from './stall-timer.js';

const writeRetry: RetryPolicy = { attempts: 8, longestPause: 800, within: 20_000 };
/** No build waits for a command that looks after the container, and a large list or batch takes its time. */
const upkeep = {
  stall: 60_000,
  retry: { attempts: 12, longestPause: 10_000, within: 120_000 },
};

interface Limits {
  /** ms of silence */
  readonly stall: number;
  readonly retry: RetryPolicy;
}

/**
 * A build waits for a read, so it gives up early: its attempts and pauses take 2.5 s, on a busy machine longer, and one
 * that hangs is not repeated. A write goes on behind the build. Its silence is longer than the end of a run waits without
 * progress: what is sent again counts as progress, and a service that hangs would hold the end for all attempts. With one
 * request in five failing, eight attempts lose one artifact in 390,000.
 */
const limitsByOperation: Record<Operation, Limits> = {
  read: { stall: 5_000, retry: { attempts: 8, longestPause: 300, within: 4_500 } },
  write: { stall: 12_000, retry: writeRetry },
  replace: { stall: 12_000, retry: writeRetry },
  list: upkeep,
  delete: upkeep,
};

/** Somebody waits for each of them, and only wants to know. */
export const impatient: Limits = {
  stall: 3_000,
  retry: { attempts: 3, longestPause: 300, within: 1_000 },
};

/** How requests are sent: with our own stall timer and retries, and errors in our own words. */
export interface Requests {
  /** @throws CacheError */
  send<T>(operation: Operation, request: (watched: Watched) => Promise<T>): Promise<T>;
  /** Bytes went over the wire. */
  readonly moved: (direction: 'read' | 'write', bytes: number) => void;
}

/**
 * Requests to one container.
 *
 * @param limits of all of them, in the place of those that a build has
 */
export function createRequests(
  target: { readonly account: string; readonly container: string },
  moved: Requests['moved'],
  limits?: Limits,
): Requests {
  return {
    moved,
    send(operation, request) {
      const { stall, retry } = limits ?? limitsByOperation[operation];
      return retrying(retry, async () => {
        try {
          return await withTokens(() => withStallTimer(stall, request));
        } catch (error) {
          throw toCacheError(error, { operation, ...target });
        }
      });
    },
  };
}

/** One that has expired, one of an earlier run, one of another tenant: more are never refused for a reason of their own. */
const tokensTried = 3;

/** Sends a request again with another token, for which it waits without the stall timer. */
async function withTokens<T>(request: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof AnotherToken) || tried > tokensTried) throw error;
      await error.there;
    }
  }
}
