import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pLimit from 'p-limit';

import { packPlanned } from '../archive/pack/pack.js';
import { planOutputs } from '../archive/pack/plan-outputs.js';
import { createPatience } from '../archive/patience.js';
import { openScopes, type OpenScope, type OpenScopesOptions } from '../artifact/open-scopes.js';
import { restoreArtifact } from '../artifact/restore-artifact.js';
import { storeArtifact } from '../artifact/store-artifact.js';
import type { BlobDownload } from '../blob/blob-store.js';
import { Availability, type LiveScope } from './availability.js';
import { letGo } from './holds.js';
import { createLinkRule, type LinkRule } from './link-rule.js';
import { firstHit, lookUp } from './look-up.js';
import { LookupPriority } from './lookup-priority.js';
import type { Outcome, RecordRequest, Request, RetrieveRequest, StoreRequest } from './protocol.js';
import { probeService, toOutcome } from './to-outcome.js';

/** Nx asks for a whole level of the graph at once (500 calls); more than this only costs memory. */
const concurrent = { retrieve: 48, store: 8 };
/** Artifacts beyond this size (bytes, unpacked when stored, packed when retrieved) go four at a time. */
const largeFrom = 2 * 1024 * 1024;
const concurrentLarge = 4;

export interface TransferOptions extends OpenScopesOptions {
  /** the folder of nx.json */
  readonly root: string;
  readonly producer: string;
  /** removes secrets from messages */
  readonly redact: (text: string) => string;
  /** whether the run still waits for a restored artifact */
  readonly wanted: () => boolean;
  /** whether a sign-in with Entra ID takes longer than requests wait for it */
  readonly overdue?: () => boolean;
}

/** Carries out requests, many at a time. The promise is never rejected. */
export function createTransfers(options: TransferOptions): (request: Request) => Promise<Outcome> {
  const { root, access, producer, redact, wanted, overdue } = options;
  const scopes = openScopes(options);
  const [trusted, own] = [scopes.trusted, scopes.own].map((scope) => scope && live(scope));
  const readable = [trusted, own].filter((scope) => scope !== undefined);
  /** where this run may store */
  const writable = access.refusal === undefined ? own : undefined;
  const slots = { retrieve: pLimit(concurrent.retrieve), store: pLimit(concurrent.store) };
  const large = pLimit(concurrentLarge);
  const priority = new LookupPriority();
  const patience = createPatience();
  let linkRule: LinkRule | undefined;
  let isRefusalReported = false;

  return async (request) => {
    if (request.kind === 'record') return storeRecord(request);
    if (request.kind === 'retrieve')
      return priority.duringLookup(() => slots.retrieve(() => retrieve(request)));
    await priority.whenIdle();
    return slots.store(() => store(request));
  };

  function live(scope: OpenScope): LiveScope {
    return { ...scope, availability: new Availability({ overdue: scope.signsIn ? overdue : undefined }) };
  }

  /** All scopes are asked at the same moment, so that a second one costs no second round trip. */
  function retrieve({ hash, cacheDirectory }: RetrieveRequest): Promise<Outcome> {
    return firstHit(
      readable.map((scope) =>
        lookUp(scope, { hash, redact, restore: (blob) => inLane(blob.size, () => restore(blob, scope)) }),
      ),
    );

    async function restore(blob: BlobDownload, scope: OpenScope): Promise<Outcome> {
      const restored = await restoreArtifact(blob, { scope, hash, cacheDirectory, patience, wanted });
      return restored ? { status: 'hit', ...restored, scope: scope.scope } : { status: 'skipped' };
    }
  }

  function store(request: StoreRequest): Promise<Outcome> {
    const uploaded = upload(request).finally(() => {
      letGo(request.outputs, patience);
    });
    return writable ? unlessGivenUp(writable.availability, uploaded) : uploaded;
  }

  async function upload(request: StoreRequest): Promise<Outcome> {
    if (!writable) return refuse();
    const { hash, code } = request;
    if (!writable.availability.canStore) {
      probeService(writable, hash);
      return { status: 'skipped' };
    }
    return toOutcome(writable.availability.begin('store'), redact, async () => {
      const name = writable.nameOf(hash);
      const archive = plan(request);
      const destination = { scope: writable, name, hash, code, producer };
      return toStored(await inLane(archive.size, () => storeArtifact(archive, destination)));
    });
  }

  function plan({ hash, cacheDirectory, terminalOutput, outputs }: StoreRequest) {
    const planned = outputs ?? planOutputs(join(cacheDirectory, hash));
    linkRule ??= createLinkRule(root);
    linkRule(planned);
    return packPlanned(planned, terminalOutput);
  }

  /** Where no artifact may be stored, no record is. */
  async function storeRecord({ time, body }: RecordRequest): Promise<Outcome> {
    if (!writable?.availability.canStore) return { status: 'skipped' };
    return toOutcome(writable.availability.begin('store'), redact, async () => {
      const content = Buffer.from(body);
      const name = writable.nameOfRecord(time, randomBytes(4).toString('hex'));
      const written = await writable.blobs.upload(name, Readable.from([content]), () => ({ producer }));
      return toStored(written ? content.length : undefined);
    });
  }

  /** A run without a scope to store in is one fault, not one for each task. */
  function refuse(): Outcome {
    if (isRefusalReported) return { status: 'skipped' };
    isRefusalReported = true;
    const message = redact(access.refusal ?? 'nothing may be stored');
    return { status: 'fault', fault: { kind: 'permission', message, expected: false } };
  }

  /** Large artifacts take turns, so that few of them are in memory. */
  function inLane<T>(size: number, work: () => Promise<T>): Promise<T> {
    return size > largeFrom ? large(work) : work();
  }
}

const toStored = (bytes: number | undefined): Outcome =>
  bytes === undefined ? { status: 'present' } : { status: 'stored', bytes };

/** Lets go of an upload when the service is given up: the end of the run would wait for it in vain. */
function unlessGivenUp(availability: Availability, upload: Promise<Outcome>): Promise<Outcome> {
  return new Promise((resolve) => {
    const stop = availability.onGivenUp(() => {
      resolve({ status: 'skipped' });
    });
    void upload.then(resolve).finally(stop);
  });
}
