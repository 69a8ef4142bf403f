import pLimit from 'p-limit';

import { createPatience } from '../archive/patience.js';
import { CacheError } from '../errors.js';
import { firstHit } from './first-hit.js';
import { Gate } from './gate.js';
import { guard } from './guard.js';
import { letGo } from './holds.js';
import { createLinkRule, type LinkRule } from './link-rule.js';
import { lookUp } from './look-up.js';
import { Lull } from './lull.js';
import { probe } from './probe.js';
import type { Outcome, RecordRequest, Request, RetrieveRequest, StoreRequest } from './protocol.js';
import { restoreArtifact } from './retrieve-artifact.js';
import { openShelves, type Shelf, type ShelfOptions } from './shelf.js';
import { planArtifact, uploadArtifact } from './store-artifact.js';
import { storeRecord } from './store-record.js';
import { unlessGivenUp } from './unless-given-up.js';

/** Nx asks for a whole level of the graph at once (500 calls); more than this only costs memory. */
const concurrent = { retrieve: 48, store: 8 };
/** Artifacts beyond this size (bytes, unpacked when stored, packed when retrieved) go four at a time. */
const largeFrom = 2 * 1024 * 1024;
const concurrentLarge = 4;

export interface TransferOptions extends ShelfOptions {
  /** the folder of nx.json */
  readonly root: string;
  readonly producer: string;
  /** takes secrets out of what the user is told */
  readonly redact: (text: string) => string;
  /** whether anybody still waits for a restored artifact */
  readonly wanted: () => boolean;
}

/** Carries out requests, many at a time. The promise is never rejected. */
export function createTransfers(options: TransferOptions): (request: Request) => Promise<Outcome> {
  const { root, access, producer, redact, wanted } = options;
  const { trusted, own } = openShelves(options);
  const readable = [trusted, own].filter((shelf) => shelf !== undefined);
  const storeGate = own?.gate ?? new Gate();
  const slots = { retrieve: pLimit(concurrent.retrieve), store: pLimit(concurrent.store) };
  const large = pLimit(concurrentLarge);
  const lull = new Lull();
  const patience = createPatience();
  let linkRule: LinkRule | undefined;

  return async (request) => {
    if (request.kind === 'record') return keep(request);
    if (request.kind === 'retrieve') return lull.disturb(() => slots.retrieve(() => retrieve(request)));
    await lull.come();
    return slots.store(() => store(request));
  };

  /** All scopes are asked at the same moment, so that a second one costs no second round trip. */
  function retrieve(request: RetrieveRequest): Promise<Outcome> {
    return firstHit(
      readable.map((shelf) =>
        lookUp({
          ...{ shelf, request, redact },
          restore: (blob) =>
            inLane(blob.size, () => restoreArtifact(blob, { shelf, request, patience, wanted })),
        }),
      ),
    );
  }

  async function store(request: StoreRequest): Promise<Outcome> {
    if (!storeGate.allows('store')) {
      if (own) probe(own, request.hash);
      letGo(request.outputs, patience);
      return { status: 'skipped' };
    }
    const upload = send(request).finally(() => {
      letGo(request.outputs, patience);
    });
    return unlessGivenUp(storeGate.breaker, upload);
  }

  function send(request: StoreRequest): Promise<Outcome> {
    const seen = storeGate.breaker.successes;
    return guard({ gate: storeGate, operation: 'store', redact, seen }, () => {
      const shelf = writable();
      const name = shelf.nameOf(request.hash);
      linkRule ??= createLinkRule(root);
      const archive = planArtifact(request, linkRule);
      return inLane(archive.size, () => uploadArtifact(archive, { shelf, name, request, producer }));
    });
  }

  /** Where no artifact may be stored, nothing is tried. */
  async function keep(request: RecordRequest): Promise<Outcome> {
    if (!own || access.refusal !== undefined || !storeGate.allows('store')) return { status: 'skipped' };
    const seen = storeGate.breaker.successes;
    return guard({ gate: storeGate, operation: 'store', redact, seen }, () =>
      storeRecord(own, request, producer),
    );
  }

  /** A refusal is told once: like a missing role, it ends the stores of the run. */
  function writable(): Shelf {
    if (own && access.refusal === undefined) return own;
    throw new CacheError(access.refusal ?? 'nothing may be stored', { kind: 'permission', retryable: false });
  }

  function inLane<T>(size: number, work: () => Promise<T>): Promise<T> {
    return size > largeFrom ? large(work) : work();
  }
}
