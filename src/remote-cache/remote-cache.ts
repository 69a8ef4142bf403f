import type { Outcome } from '../worker/protocol.js';
import type { CacheMode } from '../config/mode.js';
import type { CachedResult, RemoteCache } from './nx-contract.js';
import type { Journal } from './journal.js';
import type { Call } from './worker-link.js';

/** What carries out calls, e.g. a WorkerLink. */
export interface Link {
  send(call: Call, settle: (outcome: Outcome, ended?: number) => void): void;
}

/** The remote cache as Nx sees it: a fault is a miss or "not stored", and goes into the journal. */
export function createRemoteCache(mode: CacheMode, link: () => Link, journal: Journal): RemoteCache {
  return {
    retrieve(hash, cacheDirectory) {
      if (!mode.read) return Promise.resolve(null);
      return new Promise((resolve) => {
        const call = { kind: 'retrieve', hash, cacheDirectory } as const;
        const done = journal.begin(call);
        link().send(call, (outcome, ended) => {
          done(outcome, ended);
          resolve(toResult(outcome));
        });
      });
    },
    store(hash, cacheDirectory, terminalOutput, code) {
      if (!mode.write) return Promise.resolve(false);
      const call = { kind: 'store', hash, cacheDirectory, terminalOutput, code } as const;
      link().send(call, journal.begin(call));
      return Promise.resolve(true);
    },
  };
}

const toResult = (outcome: Outcome): CachedResult | null =>
  outcome.status === 'hit' ? outcome.artifact : null;
