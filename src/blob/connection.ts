import type { PipelineResponse } from '@azure/core-rest-pipeline';

import { toCacheError } from './azure-errors.js';
import type { BlobRequest, Container } from './container.js';
import type { Operation } from './error-table.js';
import { retrying, type RetryPolicy } from './retry.js';
import { AnotherToken } from './sign-in/entra.js';
import { withStallGuard } from './stall-guard.js';

/** A container, and how requests to it are sent: again while that may help, never silent for long, with our own errors. */
export interface Connection extends Pick<Container, 'prepare' | 'url'> {
  /** the host of the service, e.g. `myaccount.blob.core.windows.net` */
  readonly account: string;
  /**
   * Makes an attempt, and another one while that may help.
   *
   * @throws CacheError
   */
  send<T>(operation: Operation, attempt: (exchange: Exchange) => Promise<T>): Promise<T>;
}

/** What an attempt sends. */
export interface Exchange {
  readonly send: (request: BlobRequest) => Promise<PipelineResponse>;
  /** Bytes of a body went over the wire: the request has not stalled. */
  readonly moved: (bytes: number) => void;
}

/** Called for bytes as they go over the wire. */
export type OnMoved = (direction: 'read' | 'write', bytes: number) => void;

export interface ConnectionOptions {
  /** the container's name; empty for the service itself */
  readonly container: string;
  readonly onMoved?: OnMoved | undefined;
  /** for all requests, instead of those of a build */
  readonly limits?: Limits | undefined;
}

export function createConnection(
  to: Container,
  { container, onMoved, limits }: ConnectionOptions,
): Connection {
  const account = new URL(to.url).host;
  return {
    url: to.url,
    account,
    prepare: (request) => to.prepare(request),
    send(operation, attempt) {
      const { stall, retry } = limits ?? limitsByOperation[operation];
      const direction = operation === 'write' || operation === 'replace' ? 'write' : 'read';
      const guarded = () =>
        withStallGuard(stall, ({ signal, touch }) =>
          attempt({
            send: (request) => to.send(request, signal),
            moved: (bytes) => {
              touch();
              onMoved?.(direction, bytes);
            },
          }),
        );
      return retrying(retry, async () => {
        try {
          return await withTokens(guarded);
        } catch (error) {
          throw toCacheError(error, { operation, account, container });
        }
      });
    },
  };
}

interface Limits {
  /** ms of silence */
  readonly stall: number;
  readonly retry: RetryPolicy;
}

const write: Limits = { stall: 12_000, retry: { attempts: 8, longestPause: 800, within: 20_000 } };
/** No build waits for a command that looks after the container, and a large list or batch takes its time. */
const upkeep: Limits = {
  stall: 60_000,
  retry: { attempts: 12, longestPause: 10_000, within: 120_000 },
};

/**
 * A build waits for a read, so it gives up early: its attempts and pauses take 2.5 s, on a busy machine longer, and one
 * that hangs is not repeated. A write goes on behind the build. Its silence is longer than the end of a run waits without
 * progress: what is sent again counts as progress, and a service that hangs would hold the end for all attempts. With one
 * request in five failing, eight attempts lose one artifact in 390,000.
 */
const limitsByOperation: Record<Operation, Limits> = {
  read: { stall: 5_000, retry: { attempts: 8, longestPause: 300, within: 4_500 } },
  write,
  replace: write,
  list: upkeep,
  delete: upkeep,
};

/** For checks that a person waits for. */
export const shortLimits: Limits = {
  stall: 3_000,
  retry: { attempts: 3, longestPause: 300, within: 1_000 },
};

/** One that has expired, one of an earlier run, one of another tenant: more are never refused for a reason of their own. */
const tokensTried = 3;

/** Sends a request again with another token, for which it waits without the stall guard. */
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
