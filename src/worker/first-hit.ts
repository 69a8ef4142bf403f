import type { LookUp } from './look-up.js';
import type { Fault, Outcome } from './protocol.js';

/**
 * The first hit of several lookups, in this order. What went wrong in another one is told besides; without a hit it is
 * the outcome.
 */
export async function firstHit(lookUps: readonly LookUp[]): Promise<Outcome> {
  const faults: Fault[] = [];
  let rest: Outcome = { status: 'skipped' };
  for (const end of lookUps) {
    const outcome = await end();
    if (outcome.status === 'hit') return besides(outcome, faults);
    if (outcome.status === 'fault') faults.push(outcome.fault);
    else if (outcome.status === 'miss') rest = outcome;
  }
  const [fault, ...others] = faults;
  return fault ? besides({ status: 'fault', fault }, others) : rest;
}

const besides = (outcome: Outcome, faults: readonly Fault[]): Outcome =>
  faults.length > 0 ? { ...outcome, besides: faults } : outcome;
