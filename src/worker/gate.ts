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

  constructor(now: () => number = () => performance.now()) {
    this.breaker = new OutageBreaker(now);
  }

  allows(operation: Operation): boolean {
    return !this.#closed.has(operation) && !this.breaker.open;
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
