import { impatient } from '../../../src/archive/patience.js';
import type { BlobDownload } from '../../../src/blob/blob-store.js';
import type { Outcome, RetrieveRequest } from '../../../src/worker/protocol.js';
import { restoreArtifact } from '../../../src/worker/retrieve-artifact.js';
import { toFault } from '../../../src/worker/to-fault.js';
import { hash } from './arena.js';
import { shelves } from './shelves.js';

/** What is to be restored, and where to. */
export interface Restoration {
  readonly blob: BlobDownload;
  readonly cacheDirectory: string;
  readonly isSigned: boolean;
}

/** Restores a blob, as a run does, or with something left out. */
export type Restore = (restoration: Restoration) => Promise<Outcome>;

/** As a run does. */
export const restore: Restore = ({ blob, cacheDirectory, isSigned }) => {
  const request: RetrieveRequest = { kind: 'retrieve', id: 0, hash, cacheDirectory };
  const shelf = isSigned ? shelves.signed : shelves.unsigned;
  return guarded(() => restoreArtifact(blob, { shelf, request, patience: impatient, wanted: () => true }));
};

/** What is thrown becomes a fault. */
export async function guarded(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return { status: 'fault', fault: toFault(error, 'retrieve') };
  }
}
