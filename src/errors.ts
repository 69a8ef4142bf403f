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
  | 'throttled' // 429, 503
  | 'timeout' // no answer, or a body that stalled
  | 'untrusted'; // not signed by anybody who may write there

/** A request to the container failed. `message` has no secrets and says what to do. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
  readonly code = 'ERR_CACHE';
  readonly kind: FaultKind;
  /** Whether the same request may succeed when sent again. */
  readonly retryable: boolean;
  /** After so many attempts in all, a further one is not worth its time. */
  readonly worthAttempts: number;
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
      retryAfter?: number | undefined;
      quiet?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind;
    this.retryable = options.retryable;
    this.worthAttempts = options.worthAttempts ?? Infinity;
    this.retryAfter = options.retryAfter;
    this.quiet = options.quiet ?? false;
  }
}

/** An archive cannot be made or must not be unpacked. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly code = 'ERR_ARCHIVE';

  /**
   * @param entry the path inside the archive, or of the file that was to be packed
   * @param reason a clause, e.g. `leaves the output folder`
   */
  constructor(
    readonly entry: string,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(`${JSON.stringify(entry)} ${reason}`, options);
  }
}
