import pLimit from 'p-limit';

import { blobName, sharedScope } from '../blob/blob-name.js';
import type { BlobStore } from '../blob/blob-store.js';
import { Gate } from './gate.js';
import type { Outcome, Request, RetrieveRequest, StoreRequest } from './protocol.js';
import { restoreArtifact } from './retrieve-artifact.js';
import { planArtifact, uploadArtifact } from './store-artifact.js';
import { toFault } from './to-fault.js';

/** Nx asks for a whole level of the graph at once (500 calls); more than this only costs memory. */
const concurrent = { retrieve: 24, store: 8 };
/** Artifacts beyond this size (bytes, unpacked when stored, packed when retrieved) go four at a time. */
const largeFrom = 2 * 1024 * 1024;
const concurrentLarge = 4;

export interface TransferOptions {
  readonly blobs: BlobStore;
  readonly prefix: string;
  readonly producer: string;
  /** takes secrets out of what the user is told */
  readonly redact: (text: string) => string;
  /** whether anybody still waits for a restored artifact */
  readonly wanted: () => boolean;
}

/**
 * Carries out requests, many at a time. The promise is never rejected: this is the one place where what went wrong
 * becomes a fault, which is never a hit.
 */
export function createTransfers(options: TransferOptions): (request: Request) => Promise<Outcome> {
  const { blobs, prefix, producer, redact, wanted } = options;
  const gate = new Gate();
  const slots = { retrieve: pLimit(concurrent.retrieve), store: pLimit(concurrent.store) };
  const large = pLimit(concurrentLarge);

  return (request) => slots[request.kind](() => guarded(request));

  async function guarded(request: Request): Promise<Outcome> {
    if (!gate.allows(request.kind)) return { status: 'skipped' };
    try {
      const outcome = await (request.kind === 'retrieve' ? retrieve(request) : store(request));
      gate.succeeded();
      return outcome;
    } catch (error) {
      const fault = toFault(error, request.kind);
      gate.failed(request.kind, fault.kind);
      return { status: 'fault', fault: { ...fault, message: redact(fault.message) } };
    }
  }

  async function retrieve(request: RetrieveRequest): Promise<Outcome> {
    const blob = await blobs.download(nameOf(request));
    if (blob === undefined) return { status: 'miss' };
    return inLane(blob.size, () => restoreArtifact(blob, request, wanted));
  }

  async function store(request: StoreRequest): Promise<Outcome> {
    const name = nameOf(request);
    const archive = planArtifact(request);
    return inLane(archive.size, () => uploadArtifact(archive, { blobs, name, code: request.code, producer }));
  }

  function nameOf({ hash }: Request): string {
    return blobName({ prefix, scope: sharedScope, hash });
  }

  function inLane<T>(size: number, work: () => Promise<T>): Promise<T> {
    return size > largeFrom ? large(work) : work();
  }
}
