import type { Tool } from '../../config/entra.js';
import { docsPage } from '../../docs-page.js';
import { CacheError } from '../../errors.js';
import { adviceOnTenant } from '../error-table.js';
import { nameTenant, readChallenge, readClaims, type Challenge } from './token-claims.js';

/** A token from a credential. */
export interface GivenToken {
  readonly token: string;
  /** ms since 1970 */
  readonly expires: number;
  /** the tool of a developer that gave it; undefined when a service did */
  readonly tool?: Tool | undefined;
  /** whether it is that of a managed identity */
  readonly managed?: boolean;
}

/** Which token is asked for. */
export interface TokenWish {
  /** undefined: the credential's own */
  readonly tenantId?: string | undefined;
  /** see {@link Challenge} */
  readonly claims?: string | undefined;
}

/** A token in use. */
export interface HeldToken extends GivenToken {
  /** the one that was asked for */
  readonly tenantId?: string | undefined;
  /** whether it is from an earlier run */
  readonly kept?: boolean;
}

export interface SharedTokenOptions {
  /** @throws CacheError */
  readonly ask: (wish: TokenWish) => Promise<GivenToken>;
  /** what a sign-in waits for, for the message, e.g. `the Azure CLI has not answered yet` */
  readonly waitingFor?: () => string | undefined;
  /** reads the token of an earlier run */
  readonly kept?: () => HeldToken | undefined;
  /** Deletes a kept token that the service has refused. */
  readonly drop?: (token: string) => void;
  /** ms that requests wait, in all */
  readonly patience?: number;
}

const renewBefore = 5 * 60_000;
/** ms before its end at which a token is no longer used: a request takes its time, and clocks differ. */
const useUntil = 30_000;
const renewAgainAfter = 30_000;
/** ms for which a failure also answers the next requests, so that many at once cause one sign-in. */
const failureHolds = 1_000;

/**
 * One token for all requests of a process. It is asked for once, however many requests wait. A sign-in that takes longer than
 * they wait goes on, and its token is used once it has ended.
 */
export class SharedToken {
  readonly #options: SharedTokenOptions;
  #held: HeldToken | undefined;
  #opened = false;
  #pending: Promise<HeldToken> | undefined;
  #waiting = 0;
  /** ms that requests may still wait */
  #left: number;
  #deadline = 0;
  #renewFrom = 0;
  #failure: { readonly error: unknown; since?: number } | undefined;
  readonly #tenantsTried = new Set<string>();

  constructor(options: SharedTokenOptions) {
    this.#options = options;
    this.#left = options.patience ?? 10_000;
  }

  /** Signs in before the first request, which does not wait yet. */
  start(): void {
    if (!this.now() && !this.#pending) this.#request({}).catch(() => undefined);
  }

  /** The token, if there is one. One that expires soon is renewed in the background. */
  now(): HeldToken | undefined {
    if (!this.#opened) this.#held = this.#options.kept?.();
    this.#opened = true;
    const left = (this.#held?.expires ?? 0) - Date.now();
    if (left <= useUntil) return undefined;
    if (left <= renewBefore) this.#renew();
    return this.#held;
  }

  /** @throws CacheError kind `credential`, `network`, or `sign-in` when it takes too long */
  async get(): Promise<HeldToken> {
    const held = this.now();
    if (held) return held;
    this.#throwFailure();
    return this.#wait(this.#pending ?? this.#request({ tenantId: this.#held?.tenantId }));
  }

  /** Whether a sign-in is under way for which requests no longer wait. */
  overdue(): boolean {
    return this.#pending !== undefined && this.#left <= 0 && this.now() === undefined;
  }

  /**
   * A service has refused a token with 401. Rejected like {@link get}.
   *
   * @returns a promise of another token to try; undefined when there is none
   */
  afterRefusal(token: string, header: string | undefined): Promise<unknown> | undefined {
    const held = this.#held;
    if (!held) return undefined;
    if (held.token !== token) return Promise.resolve();
    this.#options.drop?.(token);
    const wish = this.#wishAfter(held, readChallenge(header));
    if (this.#pending) return this.#wait(this.#pending);
    if (!wish) return undefined;
    this.#held = undefined;
    return this.#wait(this.#request(wish)).catch((error: unknown) => {
      // The next request gets the same error, and not the expected one of a credential that has nothing else.
      if (!this.#pending && !held.kept) this.#held = held;
      if (!isRefusal(error) && wish.tenantId !== undefined) this.#tenantsTried.delete(wish.tenantId);
      throw toRefusal(error, held, wish);
    });
  }

  /** Undefined: a new token would be like this one. */
  #wishAfter({ token, kept, tenantId }: HeldToken, { tenant, claims }: Challenge): TokenWish | undefined {
    if (claims !== undefined) return { tenantId, claims };
    const given = readClaims(token)?.tenant ?? tenantId;
    const other = tenant !== undefined && tenant !== given && !this.#tenantsTried.has(tenant);
    if (other) this.#tenantsTried.add(tenant);
    return other ? { tenantId: tenant } : kept ? { tenantId } : undefined;
  }

  #renew(): void {
    if (this.#pending || performance.now() < this.#renewFrom) return;
    this.#renewFrom = performance.now() + renewAgainAfter;
    this.#request({ tenantId: this.#held?.tenantId }).catch(() => undefined);
  }

  #request(wish: TokenWish): Promise<HeldToken> {
    this.#pending = this.#fetch(wish);
    return this.#pending;
  }

  async #fetch({ tenantId, claims }: TokenWish): Promise<HeldToken> {
    try {
      this.#held = { ...(await this.#options.ask({ tenantId, claims })), tenantId };
      return this.#held;
    } catch (error) {
      if (this.#waiting > 0) this.#failure = { error, since: performance.now() };
      else if (!this.now()) this.#failure = { error };
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }

  #throwFailure(): void {
    if (!this.#failure) return;
    this.#failure.since ??= performance.now();
    if (performance.now() - this.#failure.since < failureHolds) throw this.#failure.error;
    this.#failure = undefined;
  }

  /** All requests that wait at a time give up together, and their time is not renewed. */
  async #wait(pending: Promise<HeldToken>): Promise<HeldToken> {
    if (this.#waiting++ === 0) this.#deadline = performance.now() + this.#left;
    try {
      return await this.#within(this.#deadline - performance.now(), pending);
    } finally {
      if (--this.#waiting === 0) this.#left = Math.max(this.#deadline - performance.now(), 0);
    }
  }

  async #within(limit: number, pending: Promise<HeldToken>): Promise<HeldToken> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(tooLate(this.#options));
      }, limit);
    });
    try {
      return await Promise.race([pending, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function tooLate({ patience = 10_000, waitingFor }: SharedTokenOptions): CacheError {
  const reason = waitingFor?.();
  return new CacheError(
    `Entra ID gave no token within ${patience / 1000} s${reason === undefined ? '' : ` (${reason})`}, and the remote cache ` +
      `cannot be used until it does; see ${docsPage('credentials.md')} for faster ways to sign in`,
    { kind: 'sign-in', retryable: false },
  );
}

const isRefusal = (error: unknown) => error instanceof CacheError && error.kind === 'credential';

/** The error when there is no token such as a refusal asked for. */
function toRefusal(error: unknown, held: HeldToken, { tenantId, claims }: TokenWish): unknown {
  if (!(error instanceof CacheError) || error.kind !== 'credential') return error;
  const options = { kind: 'credential', retryable: false, cause: error } as const;
  if (claims !== undefined)
    return new CacheError(
      'Azure Storage requires a new sign-in, because a policy or a password has changed; run az logout and az login, or azure/login again',
      options,
    );
  if (tenantId === undefined || tenantId === held.tenantId) return error;
  const given = readClaims(held.token)?.tenant;
  const reason = error.expected ? '' : ` (${error.message})`;
  return new CacheError(
    `the token is from ${nameTenant(given)}, and the storage account belongs to tenant ${tenantId}; ` +
      `${adviceOnTenant(tenantId)}${reason}`,
    options,
  );
}
