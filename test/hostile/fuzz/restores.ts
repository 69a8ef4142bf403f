import { impatient } from '../../../src/archive/patience.js';
import { restoreArtifact } from '../../../src/artifact/restore-artifact.js';
import type { BlobDownload } from '../../../src/blob/blob-store.js';
import type { Outcome } from '../../../src/worker/protocol.js';
import { toFault } from '../../../src/worker/to-fault.js';
import { hash } from './sandbox.js';
import { scope, scopes } from './scopes.js';

/** The artifact to restore, and its target. */
export interface Restoration {
  readonly blob: BlobDownload;
  readonly cacheDirectory: string;
  readonly isSigned: boolean;
}

/** Restores a blob, as a run does, or with something left out. */
export type Restore = (restoration: Restoration) => Promise<Outcome>;

/** As a run does. */
export const restore: Restore = ({ blob, cacheDirectory, isSigned }) =>
  guarded(async () => {
    const restored = await restoreArtifact(blob, {
      scope: isSigned ? scopes.signed : scopes.unsigned,
      hash,
      cacheDirectory,
      patience: impatient,
      wanted: () => true,
    });
    return restored ? { status: 'hit', ...restored, scope } : { status: 'skipped' };
  });

/** An error becomes a fault. */
export async function guarded(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    return { status: 'fault', fault: toFault(error, 'retrieve') };
  }
}
