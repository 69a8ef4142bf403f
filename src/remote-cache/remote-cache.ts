import type { CacheMode } from '../config/mode.js';
import type { Holds } from '../worker/holds.js';
import type { Outcome } from '../worker/protocol.js';
import type { Journal } from './journal.js';
import type { CachedResult, RemoteCache } from './nx-contract.js';
import type { Call } from './worker-link.js';

/** Carries out calls, e.g. a WorkerLink. */
export interface Link {
  send(call: Call, settle: (outcome: Outcome, ended?: number) => void): void;
}

/** The parts of a remote cache. */
export interface RemoteCacheParts {
  /** opened with the first call that needs it */
  readonly link: () => Link;
  readonly journal: Journal;
  readonly holds: Holds;
}

/**
 * The remote cache as Nx sees it: a fault is a miss or "not stored", and goes into the journal.
 *
 * Nx 22.7 and 23.0 look up an artifact again right after a miss (nrwl/nx#35632). So an answer that is not a hit is reused
 * until this run stores that hash, and a lookup that is under way is shared.
 */
export function createRemoteCache(mode: CacheMode, { link, journal, holds }: RemoteCacheParts): RemoteCache {
  const answers = new Map<string, Promise<CachedResult | null>>();
  const hits = new Set<string>();
  const stored = new Set<string>();

  async function ask(hash: string, cacheDirectory: string): Promise<CachedResult | null> {
    const call = { kind: 'retrieve', hash, cacheDirectory } as const;
    const done = journal.begin(call);
    const outcome = await new Promise<Outcome>((resolve) => {
      link().send(call, (outcome, ended) => {
        done(outcome, ended);
        resolve(outcome);
      });
    });
    if (outcome.status !== 'hit') return null;
    answers.delete(hash);
    hits.add(hash);
    return outcome.artifact;
  }

  return {
    retrieve(hash, cacheDirectory) {
      if (!mode.read) return Promise.resolve(null);
      const answer = answers.get(hash) ?? ask(hash, cacheDirectory);
      // An upload under way may end at any time.
      if (!stored.has(hash)) answers.set(hash, answer);
      return answer;
    },
    store(hash, cacheDirectory, terminalOutput, code) {
      if (!mode.write) return Promise.resolve(false);
      answers.delete(hash);
      stored.add(hash);
      if (hits.has(hash)) {
        // Nx ran the task in spite of the hit, so it did not take it. The container has the artifact already.
        journal.discard(hash);
        return Promise.resolve(false);
      }
      const call = { kind: 'store', hash, cacheDirectory, terminalOutput, code } as const;
      const done = journal.begin(call);
      link().send({ ...call, outputs: holds.hold(cacheDirectory, hash) }, done);
      return Promise.resolve(true);
    },
  };
}
