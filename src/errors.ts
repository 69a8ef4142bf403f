/** One problem of the configuration: where it is, what is allowed there, what was found. */
export interface ConfigIssue {
  /** e.g. `nx.json azure.localMode` or `NX_AZURE_CACHE_ENDPOINT` */
  readonly path: string;
  readonly expected: string;
  readonly given: string;
}

/** The configuration cannot be used; lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'ERR_CONFIG';

  constructor(readonly issues: readonly ConfigIssue[]) {
    super(
      issues.map(({ path, expected, given }) => `${path}: expected ${expected}, got ${given}`).join('; '),
    );
  }
}

/** What went wrong between this process and the container; the summary counts faults by these words. */
export type FaultKind =
  | 'archive' // the artifact could not be packed or unpacked
  | 'container' // the container or the account does not exist
  | 'credential' // none found, expired, or not accepted
  | 'damaged' // what came back is not what was stored
  | 'disk' // the cache directory could not be written
  | 'internal' // a defect of this package
  | 'network' // refused, reset, no such host, TLS
  | 'permission' // authenticated, but not allowed
  | 'rejected' // any other answer that will not change by asking again
  | 'service' // 5xx
  | 'sign-in' // the token takes longer than a run waits for it; it may still come
  | 'throttled' // 429, 503
  | 'timeout' // no answer, or a body that stalled
  | 'unportable' // the artifact is whole, but this system cannot hold its names or links
  | 'untrusted'; // not signed by anybody who may write there

/** What else a failure says: of each further request, of those of the same kind, of that blob alone, or nobody knows. */
export type Concern = 'all' | 'operation' | 'blob' | 'unsure';

/** What a failure concerns when whoever noticed it says no more. */
const concernOf: Partial<Record<FaultKind, Concern>> = {
  container: 'all',
  credential: 'all',
  permission: 'operation',
};

/** A request to the container failed. `message` has no secrets and says what to do. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
  readonly code = 'ERR_CACHE';
  readonly kind: FaultKind;
  /** Whether the same request may succeed when sent again. */
  readonly retryable: boolean;
  /** After so many attempts in all, a further one is not worth its time. */
  readonly worthAttempts: number;
  readonly concerns: Concern;
  /** How long the service asked to be left alone, ms. */
  readonly retryAfter: number | undefined;
  /** Whether this is nobody's mistake, so that it is told without alarm: a run that has no credential at all. */
  readonly quiet: boolean;

  constructor(
    message: string,
    options: {
      kind: FaultKind;
      retryable: boolean;
      worthAttempts?: number;
      concerns?: Concern;
      retryAfter?: number | undefined;
      quiet?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind;
    this.retryable = options.retryable;
    this.worthAttempts = options.worthAttempts ?? Infinity;
    this.concerns = options.concerns ?? concernOf[options.kind] ?? 'blob';
    this.retryAfter = options.retryAfter;
    this.quiet = options.quiet ?? false;
  }
}

/** Why a license does not count. */
export type LicenseProblem =
  | 'missing' // there is none
  | 'unreadable' // what is there is not a license
  | 'forged' // changed, or signed by another key
  | 'early' // issued in the future, by the clock of this machine
  | 'expired'
  | 'foreign'; // of another organization

const licenseFixes: Record<LicenseProblem, string> = {
  missing: 'set NX_POWERPACK_LICENSE, or put one into .nx/powerpack/license.ini',
  unreadable: 'copy it whole, as nx-azure-cache license issue printed it',
  forged: 'get one from who has the other half of that key, or correct azure.license.publicKey in nx.json',
  early: 'set the clock of this machine',
  expired: 'get a new one from who issued it',
  foreign: 'use the one of this organization, or correct azure.license.organization in nx.json',
};

/** There is no license that counts, where `azure.license` asks for one. Never has the license itself. */
export class LicenseError extends Error {
  override readonly name = 'LicenseError';
  readonly code = 'ERR_LICENSE';
  /** what to do about it */
  readonly fix: string;

  /** @param detail a sentence, e.g. `the license from NX_KEY expired on 2027-12-31` */
  constructor(
    readonly problem: LicenseProblem,
    readonly detail: string,
    options?: { cause?: unknown },
  ) {
    super(`${detail}; ${licenseFixes[problem]}`, options);
    this.fix = licenseFixes[problem];
  }
}

/** An archive cannot be made or must not be unpacked. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code = 'ERR_ARCHIVE';
  /** Whether the archive is whole, and it is this system that cannot hold the entry. */
  readonly unportable: boolean;

  /**
   * @param entry the path inside the archive, or of the file that was to be packed
   * @param reason a clause, e.g. `leaves the output folder`
   */
  constructor(
    readonly entry: string,
    readonly reason: string,
    options: { unportable?: boolean; cause?: unknown } = {},
  ) {
    super(`${JSON.stringify(entry)} ${reason}`, 'cause' in options ? { cause: options.cause } : undefined);
    this.unportable = options.unportable ?? false;
  }
}
