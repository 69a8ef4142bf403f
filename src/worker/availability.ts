import type { OpenScope } from '../artifact/open-scopes.js';
import type { Concern, FaultKind } from '../errors.js';

type Operation = 'retrieve' | 'store';

/** Faults that mean that the service is down or overloaded. */
const outages = new Set<FaultKind>(['network', 'service', 'throttled', 'timeout']);
/** After so many outages in a row the service is given up. */
const toleratedOutages = 2;
/** After so many refusals that may concern the whole operation, and no success, the operation is off. */
const toleratedRefusals = 3;
/** ms between two probes of a service that was given up */
const pause = 30_000;

/** A scope, and what is still worth trying there: a scope that refuses says nothing about another one. */
export interface LiveScope extends OpenScope {
  readonly availability: Availability;
}

/** A request under way; its sender reports how it ended. */
export interface Attempt {
  readonly operation: Operation;
  succeeded(): void;
  failed(failure: { readonly kind: FaultKind; readonly concerns: Concern }): void;
}

export interface AvailabilityOptions {
  readonly now?: () => number;
  /** whether a sign-in takes longer than requests wait for it: no outage, it ends by itself */
  readonly overdue?: (() => boolean) | undefined;
}

/**
 * Decides after each fault what is still worth trying in this run. A refused write leaves lookups on. After 2 outages in a
 * row the service is given up; then one probe every 30 s finds out whether it is back.
 */
export class Availability {
  readonly #now: () => number;
  readonly #overdue: () => boolean;
  readonly #off = new Set<Operation>();
  readonly #succeeded = new Set<Operation>();
  readonly #refusals = { retrieve: 0, store: 0 };
  readonly #listeners = new Set<() => void>();
  #successes = 0;
  #outages = 0;
  #probeFrom = 0;

  constructor({ now = () => performance.now(), overdue = () => false }: AvailabilityOptions = {}) {
    this.#now = now;
    this.#overdue = overdue;
  }

  get canRetrieve(): boolean {
    return this.#can('retrieve');
  }

  get canStore(): boolean {
    return this.#can('store');
  }

  /** To be called when the request is sent: it matters what has succeeded since. */
  begin(operation: Operation): Attempt {
    const seen = this.#successes;
    return {
      operation,
      succeeded: () => {
        this.#outages = 0;
        this.#successes++;
        this.#succeeded.add(operation);
      },
      failed: ({ kind, concerns }) => {
        if (!outages.has(kind)) this.#refused(operation, concerns);
        // If another request has succeeded since, this outage says nothing about the service: of many requests sent at
        // once, those that hang end last, and together.
        else if (seen === this.#successes) this.#outage();
      },
    };
  }

  /** Whether the caller is to probe a service that was given up; true for one caller every 30 s. */
  takeProbe(): boolean {
    if (!this.#isGivenUp || this.#now() < this.#probeFrom) return false;
    this.#probeFrom = this.#now() + pause;
    return true;
  }

  /**
   * Calls back when the service is given up.
   *
   * @returns a function that removes the listener
   */
  onGivenUp(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get #isGivenUp(): boolean {
    return this.#outages >= toleratedOutages;
  }

  #can(operation: Operation): boolean {
    return !this.#off.has(operation) && !this.#isGivenUp && !this.#overdue();
  }

  #outage(): void {
    this.#outages++;
    this.#probeFrom = this.#now() + pause;
    if (this.#outages === toleratedOutages) for (const listener of this.#listeners) listener();
  }

  /** A refusal does not change within a run: asking again only costs time. */
  #refused(operation: Operation, concerns: Concern): void {
    if (concerns === 'all') for (const each of ['retrieve', 'store'] as const) this.#off.add(each);
    if (concerns === 'operation' || this.#isLikelyForAll(operation, concerns)) this.#off.add(operation);
  }

  #isLikelyForAll(operation: Operation, concerns: Concern): boolean {
    if (concerns !== 'unsure' || this.#succeeded.has(operation)) return false;
    return (this.#refusals[operation] += 1) >= toleratedRefusals;
  }
}
