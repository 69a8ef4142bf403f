import { CacheError } from '../errors.js';
import {
  errorTable,
  keepingCodes,
  otherErrors,
  tokenErrors,
  type ErrorRule,
  type Operation,
} from './error-table.js';
import { nameTenant, readChallenge, readClaims } from './sign-in/token-claims.js';

/** What was asked of whom, for the sentence that the user reads. */
export interface RequestContext {
  readonly operation: Operation;
  /** the host of the service */
  readonly account: string;
  readonly container: string;
}

/** What the SDK throws, read by its data only: `instanceof` fails across copies of the SDK (nrwl/nx#31134). */
export interface Failure {
  readonly statusCode?: number | undefined;
  readonly code?: string | undefined;
  /** ms */
  readonly retryAfter?: number | undefined;
}

/** Reads Azure's status and error code. Empty for an error that does not come from a request. */
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

/** Whether a code is for a blob that must stay as it is, because of a lease, an immutability policy or a legal hold. */
export const isKept = (code: string): boolean => keepingCodes.includes(code);

/** Finds what a failure means: by its code, else by its status. */
export function findRule({ statusCode, code }: Failure, operation: Operation): ErrorRule {
  const rules = errorTable.filter(({ operations }) => operations?.includes(operation) ?? true);
  const rule =
    rules.find(({ codes }) => code !== undefined && codes?.includes(code)) ??
    rules.find((each) => isOfStatus(each, statusCode ?? 0, code)) ??
    fallback(statusCode, code);
  // Who may not replace may still create: one blob that must stay does not end the uploads of a run.
  return operation === 'replace' && rule.concerns === 'operation' ? { ...rule, concerns: 'blob' } : rule;
}

function isOfStatus(rule: ErrorRule, statusCode: number, code: string | undefined): boolean {
  if (rule.statuses?.includes(statusCode)) return true;
  return !code && rule.statusesWithoutCode?.includes(statusCode) === true;
}

function fallback(statusCode: number | undefined, code: string | undefined): ErrorRule {
  if (statusCode !== undefined) return otherErrors.response;
  return code === undefined ? otherErrors.defect : otherErrors.connection;
}

/** Translates what a request threw. The only place that does. */
export function toCacheError(error: unknown, context: RequestContext): CacheError {
  if (error instanceof CacheError) return error;
  const failure = readFailure(error);
  const token = failure.statusCode === 401 ? refusedToken(error) : undefined;
  const rule = token?.rule ?? findRule(failure, context.operation);
  const reason = [failure.statusCode, failure.code].filter((part) => part !== undefined).join(' ');
  const text = describeError(rule, { ...context, ...token?.words });
  return new CacheError(`${text}${reason === '' ? '' : ` (${reason})`}`, {
    kind: rule.kind,
    retryable: rule.retryable,
    concerns: rule.concerns,
    ...(rule.worthAttempts !== undefined && { worthAttempts: rule.worthAttempts }),
    retryAfter: failure.retryAfter,
    cause: error,
  });
}

/** The sentence of a row: what happened, then what to do. */
export function describeError(
  { message, advice }: ErrorRule,
  context: RequestContext & Readonly<Record<string, string>>,
): string {
  const { operation } = context;
  const words: Readonly<Record<string, string>> = {
    ...context,
    doing: doing[operation],
    role: operation === 'read' || operation === 'list' ? reader : contributor,
  };
  const text = advice === undefined ? message : `${message}; ${advice}`;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}

const reader = 'Storage Blob Data Reader';
const contributor = 'Storage Blob Data Contributor';
/** As in `not allowed to … container "nx-cache"`. */
const doing: Record<Operation, string> = {
  read: 'read',
  write: 'write to',
  replace: 'replace blobs in',
  list: 'list',
  delete: 'delete from',
};

/** Azure Storage as such, or one account of it (learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory). */
const audiences =
  /^(https:\/\/(storage\.azure\.com|[^/]+\.core\.[^/]+)\/?|e406a681-f3d4-42a8-90b6-c2b029497af1)$/;

/** Why a token was refused; undefined where the request had another credential. */
function refusedToken(error: unknown) {
  const { request, response } = Object(error) as Partial<Record<'request' | 'response', Exchange>>;
  const sent = (response?.request ?? request)?.headers?.get('authorization');
  const token = /^Bearer (.+)/.exec(sent ?? '')?.[1];
  if (token === undefined) return undefined;
  const { tenant, audience = '' } = readClaims(token) ?? {};
  const { tenant: wanted = '' } = readChallenge(response?.headers?.get('www-authenticate'));
  const words = { audience, wanted, tenant: nameTenant(tenant) };
  if (audience !== '' && !audiences.test(audience)) return { words, rule: tokenErrors.audience };
  return { words, rule: wanted === '' || wanted === tenant ? tokenErrors.revoked : tokenErrors.tenant };
}

interface Exchange {
  readonly request?: Exchange;
  readonly headers?: { get(name: string): string | undefined };
}
