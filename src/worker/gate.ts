import type { FaultKind } from '../errors.js';
import { OutageBreaker } from './outage-breaker.js';

type Operation = 'retrieve' | 'store';

/** What cannot get better within a run: asking again would only cost time. */
const final: Partial<Record<FaultKind, 'both' | 'one'>> = {
  credential: 'both',
  container: 'both',
  permission: 'one',
};
const outages = new Set<FaultKind>(['network', 'service', 'throttled', 'timeout']);

/** Decides after each fault what is still worth trying. A refused write leaves reads on. */
export class Gate {
  readonly breaker: OutageBreaker;
  readonly #closed = new Set<Operation>();
  readonly #overdue: () => boolean;

  /** @param overdue whether a sign-in is under way for which nobody waits any longer: no outage, it ends by itself */
  constructor(now: () => number = () => performance.now(), overdue: () => boolean = () => false) {
    this.breaker = new OutageBreaker(now);
    this.#overdue = overdue;
  }

  allows(operation: Operation): boolean {
    return !this.#closed.has(operation) && !this.breaker.open && !this.#overdue();
  }

  /** @param seen the breaker's `successes` when the request began */
  failed(operation: Operation, kind: FaultKind, seen: number): void {
    if (outages.has(kind)) this.breaker.failed(seen);
    const scope = final[kind];
    if (scope === undefined) return;
    for (const each of scope === 'both' ? (['retrieve', 'store'] as const) : [operation])
      this.#closed.add(each);
  }
}
