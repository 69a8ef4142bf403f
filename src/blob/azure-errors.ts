import { CacheError } from '../errors.js';
import { findVerdict, tokenNotAccepted, type Attempt, type RefusedToken } from './azure-verdicts.js';
import { readChallenge } from './challenge.js';
import { readClaims } from './token-claims.js';

/** What the SDK throws, read by its data only: `instanceof` fails across copies of the SDK (nrwl/nx#31134). */
interface Failure {
  readonly statusCode: number | undefined;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
}

/** Azure's status and error code; empty for anything that did not come from a request. */
export function readFailure(error: unknown): Failure {
  const { statusCode, code, response } = Object(error) as {
    statusCode?: number;
    code?: string;
    response?: { headers?: { get(name: string): string | undefined } };
  };
  const header = (name: string) => response?.headers?.get(name);
  const seconds = Number(header('retry-after'));
  return {
    statusCode,
    code: header('x-ms-error-code') ?? code,
    retryAfter: seconds > 0 ? seconds * 1000 : undefined,
  };
}

/** Translates what a request threw, in one place, by its code or else its status. */
export function toCacheError(error: unknown, attempt: Attempt): CacheError {
  if (error instanceof CacheError) return error;
  const { statusCode, code, retryAfter } = readFailure(error);
  const token = statusCode === 401 ? bearerOf(error) : undefined;
  const verdict =
    token === undefined ? findVerdict(statusCode, code, attempt.operation) : tokenNotAccepted(token);
  const reason = [statusCode, code].filter((part) => part !== undefined).join(' ');
  return new CacheError(`${verdict.advice(attempt)}${reason === '' ? '' : ` (${reason})`}`, {
    kind: verdict.kind,
    retryable: verdict.retryable,
    concerns: verdict.concerns,
    ...(verdict.worthAttempts !== undefined && { worthAttempts: verdict.worthAttempts }),
    retryAfter,
    cause: error,
  });
}

/** What the service said of the token that was sent; undefined where another right was. */
function bearerOf(error: unknown): RefusedToken | undefined {
  const { request, response } = Object(error) as Partial<Record<'request' | 'response', Exchange>>;
  const sent = (response?.request ?? request)?.headers?.get('authorization');
  const token = /^Bearer (.+)/.exec(sent ?? '')?.[1];
  if (token === undefined) return undefined;
  const { tenant, audience } = readClaims(token) ?? {};
  return { tenant, audience, wanted: readChallenge(response?.headers?.get('www-authenticate')).tenant };
}

interface Exchange {
  readonly request?: Exchange;
  readonly headers?: { get(name: string): string | undefined };
}
