import type { Concern, FaultKind } from '../errors.js';
import { OutageBreaker } from './outage-breaker.js';

type Operation = 'retrieve' | 'store';

const both = ['retrieve', 'store'] as const;
const outages = new Set<FaultKind>(['network', 'service', 'throttled', 'timeout']);
/** So many refusals of which nobody knows what they concern, and never a success, are no accident. */
const tolerated = 3;

/** What is known of a request that failed. */
export interface Failed {
  readonly kind: FaultKind;
  readonly concerns: Concern;
}

/** Decides after each fault what is still worth trying. A refused write leaves reads on. */
export class Gate {
  readonly breaker: OutageBreaker;
  readonly #closed = new Set<Operation>();
  readonly #refusals = { retrieve: 0, store: 0 };
  readonly #succeeded = new Set<Operation>();
  readonly #overdue: () => boolean;

  /** @param overdue whether a sign-in is under way for which nobody waits any longer: no outage, it ends by itself */
  constructor(now: () => number = () => performance.now(), overdue: () => boolean = () => false) {
    this.breaker = new OutageBreaker(now);
    this.#overdue = overdue;
  }

  allows(operation: Operation): boolean {
    return !this.#closed.has(operation) && !this.breaker.open && !this.#overdue();
  }

  succeeded(operation: Operation): void {
    this.breaker.succeeded();
    this.#succeeded.add(operation);
  }

  /** @param seen the breaker's `successes` when the request began */
  failed(operation: Operation, { kind, concerns }: Failed, seen: number): void {
    if (outages.has(kind)) {
      this.breaker.failed(seen);
      return;
    }
    // It cannot get better within a run: asking again would only cost time.
    if (concerns === 'all') for (const each of both) this.#closed.add(each);
    if (concerns === 'operation' || this.#isForAll(operation, concerns)) this.#closed.add(operation);
  }

  #isForAll(operation: Operation, concerns: Concern): boolean {
    if (concerns !== 'unsure' || this.#succeeded.has(operation)) return false;
    return (this.#refusals[operation] += 1) >= tolerated;
  }
}
