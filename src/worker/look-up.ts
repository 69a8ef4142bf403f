import type { BlobDownload } from '../blob/blob-store.js';
import type { FaultKind } from '../errors.js';
import type { LiveScope } from './availability.js';
import type { Fault, Outcome } from './protocol.js';
import { probeService, toOutcome } from './to-outcome.js';

/** Ends a lookup whose request is under way. The promise is never rejected. */
export type LookUp = () => Promise<Outcome>;

export interface LookUpOptions {
  readonly hash: string;
  readonly redact: (text: string) => string;
  readonly restore: (blob: BlobDownload) => Promise<Outcome>;
}

/** Faults of the blob itself: it has no right to its name. */
const unfit = new Set<FaultKind>(['damaged', 'untrusted']);

/** Sends the request to one scope at once; the artifact is restored only when the result is called. */
export function lookUp(scope: LiveScope, { hash, redact, restore }: LookUpOptions): LookUp {
  const { availability, failed } = scope;
  if (!availability.canRetrieve) {
    probeService(scope, hash);
    return () => Promise.resolve({ status: 'skipped' });
  }
  const attempt = availability.begin('retrieve');
  const download = find(scope, hash);
  // If another scope has a hit, nothing awaits this one.
  download.catch(() => undefined);
  return async () => {
    let etag: string | undefined;
    const outcome = await toOutcome(attempt, redact, async () => {
      const blob = await download;
      etag = blob?.etag;
      return blob ? restore(blob) : { status: 'miss' };
    });
    if (etag !== undefined && outcome.status === 'fault' && unfit.has(outcome.fault.kind))
      failed?.set(hash, etag);
    return outcome;
  };
}

/** Async, so that a hash that makes no name is a rejection, too. */
async function find({ blobs, nameOf }: LiveScope, hash: string): Promise<BlobDownload | undefined> {
  return blobs.download(nameOf(hash));
}

/**
 * The first hit of several lookups, in their order, with the faults of the other scopes. Without a hit, the first fault is
 * the outcome.
 */
export async function firstHit(lookUps: readonly LookUp[]): Promise<Outcome> {
  const faults: Fault[] = [];
  let rest: Outcome = { status: 'skipped' };
  for (const end of lookUps) {
    const outcome = await end();
    if (outcome.status === 'hit') return withOthers(outcome, faults);
    if (outcome.status === 'fault') faults.push(outcome.fault);
    else if (outcome.status === 'miss') rest = outcome;
  }
  const [fault, ...others] = faults;
  return fault ? withOthers({ status: 'fault', fault }, others) : rest;
}

const withOthers = (outcome: Outcome, otherFaults: readonly Fault[]): Outcome =>
  otherFaults.length > 0 ? { ...outcome, otherFaults } : outcome;
