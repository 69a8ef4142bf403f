/** One problem of the configuration. */
export interface ConfigIssue {
  /** e.g. `nx.json azure.localMode` or `NX_AZURE_CACHE_ENDPOINT` */
  readonly path: string;
  readonly expected: string;
  readonly given: string;
}

/** The configuration is not valid; lists all problems at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'ERR_CONFIG';

  constructor(readonly issues: readonly ConfigIssue[]) {
    super(
      issues.map(({ path, expected, given }) => `${path}: expected ${expected}, got ${given}`).join('; '),
    );
  }
}

/** What went wrong between this process and the container; the summary counts faults by kind. */
export type FaultKind =
  | 'archive' // the artifact could not be packed or unpacked
  | 'container' // the container or the account does not exist
  | 'credential' // none found, expired, or not accepted
  | 'damaged' // the blob is not the artifact that was stored
  | 'disk' // the cache directory could not be written
  | 'internal' // a bug of this package
  | 'network' // refused, reset, no such host, TLS
  | 'permission' // authenticated, but not allowed
  | 'rejected' // any other response that a repeated request would get again
  | 'service' // 5xx
  | 'sign-in' // signing in takes longer than a run waits for it; it may still succeed
  | 'throttled' // 429, 503
  | 'timeout' // no response, or a body that stalled
  | 'unportable' // the artifact is whole, but this system cannot hold its names or links
  | 'untrusted'; // without a valid signature of a trusted key

/** Which requests a failure concerns: all, those of the same operation, those for the same blob, or it is not known. */
export type Concern = 'all' | 'operation' | 'blob' | 'unsure';

/** The default for failures of these kinds; others concern the blob. */
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
  /** Whether the same request may succeed if it is sent again. */
  readonly retryable: boolean;
  /** After so many attempts in all, another one is not worth its time. */
  readonly worthAttempts: number;
  readonly concerns: Concern;
  /** How long the service asked to wait, ms. */
  readonly retryAfter: number | undefined;
  /** Expected, e.g. a run without any credential: printed without `warning:`. */
  readonly expected: boolean;

  constructor(
    message: string,
    options: {
      kind: FaultKind;
      retryable: boolean;
      worthAttempts?: number;
      concerns?: Concern;
      retryAfter?: number | undefined;
      expected?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind;
    this.retryable = options.retryable;
    this.worthAttempts = options.worthAttempts ?? Infinity;
    this.concerns = options.concerns ?? concernOf[options.kind] ?? 'blob';
    this.retryAfter = options.retryAfter;
    this.expected = options.expected ?? false;
  }
}

/** Why a license is not valid. */
export type LicenseProblem =
  | 'missing' // no place has a license
  | 'unreadable' // the text is not a license
  | 'forged' // changed, or signed by another key
  | 'early' // issued in the future, by the clock of this machine
  | 'expired'
  | 'foreign'; // of another organization

const licenseFixes: Record<LicenseProblem, string> = {
  missing: 'set NX_POWERPACK_LICENSE, or put a license into .nx/powerpack/license.ini',
  unreadable: 'copy all of it, as printed by nx-azure-cache license issue',
  forged: 'get a license that is signed with the private key, or correct azure.license.publicKey in nx.json',
  early: 'correct the clock of this machine',
  expired: 'get a new one from the issuer',
  foreign: 'use the license of this organization, or correct azure.license.organization in nx.json',
};

/** No license is valid, and `azure.license` requires one. The message never contains the license itself. */
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

/** An archive cannot be packed, or must not be unpacked. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code = 'ERR_ARCHIVE';
  /** Whether the archive is intact, and this system cannot hold the entry. */
  readonly unportable: boolean;

  /**
   * @param entry the path inside the archive, or of the file to be packed
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
