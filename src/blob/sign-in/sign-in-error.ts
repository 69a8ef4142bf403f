import { readFileSync, statSync } from 'node:fs';

import type { EntraSettings } from '../../config/entra.js';
import { docsPage } from '../../docs-page.js';
import { CacheError } from '../../errors.js';
import { toolProblem, type SignInProblem, type ToolRun } from './developer-tools.js';
import { explainCode, findCode } from './entra-errors.js';
import type { TokenAnswer } from './token-services.js';

/** What was seen of a sign-in besides the error in which it ended. */
export interface SignInTrace {
  /** of the last token service that answered */
  readonly answer?: TokenAnswer | undefined;
  readonly tools?: readonly ToolRun[];
  /** the host of a service of managed identities that has not answered */
  readonly silent?: string | undefined;
}

/** What the variables say about the intended sign-in. */
export type Meant = Partial<Pick<EntraSettings, 'flaw' | 'application' | 'files' | 'managed' | 'notGiven'>>;

/**
 * What a failed sign-in means. `@azure/identity` calls almost everything "unavailable": a user who is not signed in, an
 * expired session, a tool that cannot be started. Only the first is expected.
 *
 * @param cause what `@azure/identity` threw; its messages may quote what a service was sent
 */
export function toSignInError(cause: unknown, trace: SignInTrace, meant: Meant = {}): CacheError {
  const { answer, silent, tools = [] } = trace;
  // `@azure/identity` calls it a refusal when a metadata service answers with other JSON, and of a workload identity it says
  // "unavailable" for whatever goes wrong.
  const hasNoCredential =
    isUnavailable(cause) || answer?.managed === true || (answer && isUnreadable(answer));
  const hasTried = meant.application === true || hasNoCredential !== true;
  const problem =
    refusalOf(cause, tools) ??
    tools.map(toolProblem).find((found) => found !== undefined) ??
    (hasTried ? unreachableBy(cause) : undefined) ??
    flawIn(meant) ??
    (answer && problemWith(answer, meant)) ??
    (hasTried ? unknownRefusal : undefined) ??
    (silent === undefined ? undefined : silenceOf(silent));
  const { kind = 'credential', message = nothingFound(meant) } = problem ?? {};
  return new CacheError(message, { kind, retryable: false, expected: problem === undefined, cause });
}

function nothingFound({ notGiven }: Meant): string {
  const details = notGiven === undefined ? '' : `: ${notGiven}`;
  const advice = notGiven === undefined ? 'sign in with azure/login or az login' : 'set them to sign in';
  return (
    `no Azure credential was found${details}, so this run used its local cache only (expected for a fork's pull request); ` +
    `${advice}, or see ${docsPage('credentials.md')}`
  );
}

/** Entra ID itself has refused. */
function refusalOf(cause: unknown, tools: readonly ToolRun[]): SignInProblem | undefined {
  const tool = tools.find(({ errors }) => findCode(errors) !== undefined);
  const code = findCode(textOf(cause)) ?? findCode(tool?.errors ?? '');
  return code === undefined ? undefined : { message: explainCode(code, logins[tool?.tool ?? 'none']) };
}

const logins = {
  az: 'run az login',
  azd: 'run azd auth login',
  pwsh: 'run Connect-AzAccount',
  none: 'sign in again (azure/login, az login)',
};

/** All messages of an error, of those that it sums up and of those that led to it. */
function textOf(error: unknown, depth = 0): string {
  if (depth > 5 || error === null || typeof error !== 'object') return '';
  const { message, errors, cause } = error as { message?: unknown; errors?: unknown; cause?: unknown };
  const inner = [...(Array.isArray(errors) ? (errors as unknown[]) : []), cause];
  return [String(message), ...inner.map((each) => textOf(each, depth + 1))].join('\n');
}

const noOther =
  ', and there is no other Azure credential; check that a managed identity is assigned to this machine or pod, and add the ' +
  'host to NO_PROXY if a proxy has answered instead';

/**
 * A machine that has no identity, as those of GitHub Actions, gets 400. One of another cloud gets 401 (Amazon), 403 (Google, which
 * wants a header of its own: the runners of gitlab.com) or 404.
 */
function problemWith(
  { host, status, managed, metadata }: TokenAnswer,
  meant: Meant,
): SignInProblem | undefined {
  if (!meant.managed && (status === 400 || (metadata && status >= 401 && status <= 404))) return undefined;
  if (isUnreadable({ status }))
    return {
      message: `the token service at ${host} answered with something other than a token (${status})${noOther}`,
    };
  if (!managed) return undefined;
  const result = status === 401 || status === 403 ? 'refused to give a token' : 'gave no token';
  return { message: `the token service at ${host} ${result} (${status})${noOther}` };
}

const isUnreadable = ({ status }: Pick<TokenAnswer, 'status'>) => status < 300;

/** `@azure/identity` distinguishes its errors by name. */
function isUnavailable(cause: unknown): boolean {
  if (cause === undefined) return true;
  const { name, errors = [] } = Object(cause) as { name?: string; errors?: { name?: string }[] };
  return (
    name === 'CredentialUnavailableError' ||
    (name === 'AggregateAuthenticationError' &&
      errors.every((error) => error.name === 'CredentialUnavailableError'))
  );
}

/** Node's codes, or MSAL's, in the message of an error without one of Entra ID's. */
const unreachable =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CERT_HAS_EXPIRED|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|network_error|endpoints_resolution_error|openid_config_error)\b/;

function unreachableBy(cause: unknown): SignInProblem | undefined {
  const code = unreachable.exec(textOf(cause))?.[1];
  if (code === undefined) return undefined;
  const message = `Entra ID could not be reached (${code}); check the network, the proxy and AZURE_AUTHORITY_HOST`;
  return { kind: 'network', message };
}

/** What is wrong with the variables of an application, or with the files that they name. */
function flawIn({ flaw, files = {} }: Meant): SignInProblem | undefined {
  const flaws = Object.entries(files).map(([variable, path]) => fileFlaw(variable, path));
  const found = flaw ?? flaws.find((each) => each !== undefined);
  return found === undefined
    ? undefined
    : { message: `the sign-in to Azure is set up incompletely: ${found}` };
}

const unknownRefusal: SignInProblem = {
  message:
    'the credential that was found gave no token; sign in again (az login, azure/login), or check the AZURE_* variables and the files that they name',
};

const silenceOf = (host: string): SignInProblem => ({
  message:
    `the token service at ${host} did not answer in time${noOther}; with ` +
    'AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential a run waits up to 9 s for a slow one, and asks no other credential',
});

/** bytes; a token has a few thousand, a chain of certificates some ten thousand */
const longest = 1024 * 1024;

/**
 * Why a file cannot hold the token or the certificate of an application. The sentence leaves the path out: it may be the token
 * itself, in the wrong variable.
 */
export function fileFlaw(variable: string, path: string): string | undefined {
  const flaw = flawOf(path, variable.includes('CERTIFICATE'));
  return (
    flaw && `the file that ${variable} names ${flaw}; check the path, and that the file exists before nx runs`
  );
}

function flawOf(path: string, isCertificate: boolean): string | undefined {
  try {
    const stats = statSync(path);
    // A pipe would not end, or would be empty for its next reader.
    if (!stats.isFile()) return 'is not a file';
    if (stats.size > longest) return 'is too large';
    const text = readFileSync(path, 'utf8');
    if (text.trim() === '') return 'is empty';
    return isCertificate && !text.includes('-----BEGIN CERTIFICATE-----')
      ? 'holds no certificate in PEM format'
      : undefined;
  } catch (cause) {
    return `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
