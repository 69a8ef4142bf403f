import type { BlobDownload } from '../blob/blob-store.js';
import type { FaultKind } from '../errors.js';
import { guard } from './guard.js';
import { probe } from './probe.js';
import type { Outcome, RetrieveRequest } from './protocol.js';
import type { Shelf } from './shelf.js';

/** Ends a lookup whose request is under way, when its turn comes. Never rejected. */
export type LookUp = () => Promise<Outcome>;

export interface LookUpOptions {
  readonly shelf: Shelf;
  readonly request: RetrieveRequest;
  readonly redact: (text: string) => string;
  readonly restore: (blob: BlobDownload) => Promise<Outcome>;
}

/** Asks one scope for an artifact at once; what comes is restored only when it is called for. */
export function lookUp({ shelf, request, redact, restore }: LookUpOptions): LookUp {
  const { gate, failed } = shelf;
  if (!gate.allows('retrieve')) {
    probe(shelf, request.hash);
    return () => Promise.resolve({ status: 'skipped' });
  }
  const seen = gate.breaker.successes;
  const found = find(shelf, request.hash);
  // Another scope may have a hit, and then nobody asks.
  found.catch(() => undefined);
  return async () => {
    const outcome = await guard({ gate, operation: 'retrieve', redact, seen }, async () => {
      const blob = await found;
      return blob ? restore(blob) : { status: 'miss' };
    });
    if (outcome.status === 'fault' && unfit.has(outcome.fault.kind)) {
      const blob = await found.catch(() => undefined);
      if (blob) failed?.set(request.hash, blob.etag);
    }
    return outcome;
  };
}

/** What is wrong with the blob itself, so that it has no right to its place. */
const unfit = new Set<FaultKind>(['damaged', 'untrusted']);

async function find(shelf: Shelf, hash: string): Promise<BlobDownload | undefined> {
  return shelf.blobs.download(shelf.nameOf(hash));
}
