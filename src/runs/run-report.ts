import type { ModeName } from '../config/mode.js';
import type { FaultKind } from '../errors.js';

/** What a run did with the remote cache, for machines: docs/run-summary.md shows an example. Holds no secret. */
export interface RunReport extends RunFacts {
  readonly schema: 'nx-azure-cache/run';
  readonly version: 1;
  /** of the process, ISO 8601 */
  readonly start: string;
  readonly end: string;
  readonly exitCode: number;
  readonly totals: RunTotals;
  readonly faults: readonly FaultReport[];
  /** in the order in which Nx asked */
  readonly artifacts: readonly ArtifactReport[];
}

/** What is known about a run before it has done anything. */
export interface RunFacts {
  /** the version of this package */
  readonly package: string;
  /** the version of Nx, if it can be read */
  readonly nx?: string | undefined;
  readonly mode: ModeName;
  readonly scopes: RunScopes;
  /** undefined outside of CI */
  readonly ci?: CiReport | undefined;
}

/** The scopes of a run, e.g. reads `trusted` and `pr/7`, writes `pr/7`. */
export interface RunScopes {
  readonly reads: readonly string[];
  /** undefined when it may not write */
  readonly writes?: string | undefined;
}

/** What the CI reports about the run. */
export interface CiReport {
  readonly provider: string;
  readonly event: string;
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  readonly pullRequest?: string | undefined;
  /** of the web page of the run */
  readonly url?: string | undefined;
}

/** Sums over the artifacts of a run. */
export interface RunTotals {
  readonly hits: number;
  readonly misses: number;
  /** hits that Nx did not take: it ran the tasks all the same; not among `hits` */
  readonly discarded?: number;
  readonly stored: number;
  /** uploads that found the artifact in the container already */
  readonly present: number;
  /** calls that sent no request, because of an earlier fault */
  readonly skipped: number;
  readonly faults: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** how long the run has waited for the remote cache */
  readonly waitedMs: number;
}

/** The faults of one kind. */
export interface FaultReport {
  readonly kind: FaultKind;
  readonly count: number;
  /** the first three that differ */
  readonly messages: readonly string[];
}

/** How one call of Nx ended; `discarded`: a hit that Nx did not take; `unfinished` when the run was over before. */
export type ArtifactOutcome =
  'hit' | 'discarded' | 'miss' | 'stored' | 'present' | 'skipped' | 'fault' | 'unfinished';

/** One artifact that was looked up or stored. */
export interface ArtifactReport {
  readonly operation: 'retrieve' | 'store';
  readonly outcome: ArtifactOutcome;
  readonly hash: string;
  /** e.g. `web:build`, if Nx reports it */
  readonly task?: string | undefined;
  /** of the task: names may have colons in them */
  readonly project?: string | undefined;
  readonly target?: string | undefined;
  /** where the hit was found, or where it was stored */
  readonly scope?: string | undefined;
  /** over the wire */
  readonly bytes?: number | undefined;
  /** milliseconds from the start of the run until Nx asked */
  readonly at: number;
  /** milliseconds from there until it was done, with the time in the queue */
  readonly ms?: number | undefined;
  /** how long the task ran, when this run ran it */
  readonly buildMs?: number | undefined;
  /** how long Nx took to put the outputs of a hit in place */
  readonly restoreMs?: number | undefined;
  readonly fault?: FaultKind | undefined;
}
