import type { MessagePort } from 'node:worker_threads';

import type { Planned } from '../archive/pack/plan-outputs.js';
import type { RestoredArtifact } from '../artifact/restore-artifact.js';
import type { Config } from '../config/resolve-config.js';
import type { FaultKind } from '../errors.js';
import type { Access } from '../trust/access.js';

/** What the worker thread gets from the main thread at its start. */
export interface WorkerOptions {
  /** the folder of nx.json */
  readonly root: string;
  /** without `trust`, which has the signing key also in a run that may not use it */
  readonly config: Omit<Config, 'trust'>;
  readonly access: Access;
  readonly port: MessagePort;
  /** see activity.ts */
  readonly activity: SharedArrayBuffer;
}

export interface RetrieveRequest {
  readonly kind: 'retrieve';
  readonly id: number;
  readonly hash: string;
  readonly cacheDirectory: string;
}

export interface StoreRequest {
  readonly kind: 'store';
  readonly id: number;
  readonly hash: string;
  readonly cacheDirectory: string;
  readonly terminalOutput: string;
  readonly code: number;
  /** as held by `Holds`; undefined: they are read from where Nx has put them */
  readonly outputs?: readonly Planned[] | undefined;
}

/** Stores the record of the run, at its end. */
export interface RecordRequest {
  readonly kind: 'record';
  readonly id: number;
  /** for its name, ISO 8601 */
  readonly time: string;
  readonly body: string;
}

export type Request = RetrieveRequest | StoreRequest | RecordRequest;

/** A failure; the message is for the user and contains no secret. */
export interface Fault {
  readonly kind: FaultKind;
  readonly message: string;
  /** printed without `warning:`, e.g. that a run has no credential */
  readonly expected: boolean;
}

/** How a request ended. `skipped`: no request was sent, because of an earlier fault. `bytes`: over the wire. */
export type Outcome = (
  | {
      readonly status: 'hit';
      readonly artifact: RestoredArtifact;
      readonly bytes: number;
      /** where it was found */
      readonly scope: string;
    }
  | { readonly status: 'miss' | 'present' | 'skipped' }
  | { readonly status: 'stored'; readonly bytes: number }
  | { readonly status: 'fault'; readonly fault: Fault }
) & {
  /** what went wrong in other scopes */
  readonly otherFaults?: readonly Fault[];
};

/** The answer to the request with that id; every request gets one. */
export interface Reply {
  readonly id: number;
  readonly outcome: Outcome;
  /** when it ended, ms since 1970: a blocked main thread reads the answer later */
  readonly ended: number;
}
