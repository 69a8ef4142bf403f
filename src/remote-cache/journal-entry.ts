import type { Fault, Outcome } from '../worker/protocol.js';

/** One call of Nx. Times are those of `performance.now()`, ms. */
export interface JournalEntry {
  readonly operation: 'retrieve' | 'store';
  readonly hash: string;
  readonly started: number;
  /** undefined while it is under way */
  ending?: Ending;
  /** a hit that Nx did not take: it ran the task all the same */
  discarded?: true;
}

/** How a call ended. The artifact is left out: its terminal output would stay in memory. */
export interface Ending {
  readonly at: number;
  readonly status: Outcome['status'];
  /** over the wire */
  readonly bytes?: number;
  /** of a hit */
  readonly scope?: string;
  /** its own, and those of other scopes */
  readonly faults: readonly Fault[];
}

export function endingOf(outcome: Outcome, at: number): Ending {
  const { status, otherFaults = [] } = outcome;
  return {
    at,
    status,
    faults: status === 'fault' ? [outcome.fault, ...otherFaults] : otherFaults,
    ...('bytes' in outcome && { bytes: outcome.bytes }),
    ...('scope' in outcome && { scope: outcome.scope }),
  };
}
