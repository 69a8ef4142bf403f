import type { EntraSettings } from '../config/entra.js';
import { docsPage } from '../docs-page.js';
import { CacheError } from '../errors.js';
import { explainCode, findCode } from './aadsts.js';
import { fileFlaw } from './proof-file.js';
import { toolProblem, type SignInProblem } from './tool-problem.js';
import type { ToolRun } from './watch-tools.js';
import type { TokenAnswer } from './watch-token-services.js';

/** What was seen of a sign-in besides the error in which it ended. */
export interface SignInTrace {
  /** of the last token service that answered */
  readonly answer?: TokenAnswer | undefined;
  readonly tools?: readonly ToolRun[];
  /** the host of a token service of a managed identity that has not answered */
  readonly silent?: string | undefined;
}

/** What the variables say of the sign-in that was meant. */
export type Meant = Partial<Pick<EntraSettings, 'flaw' | 'application' | 'files' | 'managed'>>;

/**
 * What a failed sign-in means. `@azure/identity` calls almost everything "unavailable": who is not signed in, whose session
 * has expired, and what may not be started. Only the first is expected.
 *
 * @param cause what `@azure/identity` threw; its messages may quote what a service was sent
 * @param meant what the variables say of it: who has set them did not want to be nobody
 */
export function toSignInError(cause: unknown, trace: SignInTrace, meant: Meant = {}): CacheError {
  const { answer, silent, tools = [] } = trace;
  // `@azure/identity` calls it a refusal when a metadata service answers JSON of its own, and of a workload identity it says
  // "unavailable" for whatever goes wrong.
  const isNobody = isUnavailable(cause) || answer?.managed === true || (answer && isUnreadable(answer));
  const hasTried = meant.application === true || isNobody !== true;
  const problem =
    refusalOf(cause, tools) ??
    tools.map(toolProblem).find((found) => found !== undefined) ??
    (hasTried ? unreachableBy(cause) : undefined) ??
    flawIn(meant) ??
    (answer && problemWith(answer, meant)) ??
    (hasTried ? unknownRefusal : undefined) ??
    (silent === undefined ? undefined : silenceOf(silent));
  const { kind = 'credential', message = nothingFound } = problem ?? {};
  return new CacheError(message, { kind, retryable: false, expected: problem === undefined, cause });
}

const nothingFound =
  "no Azure credential was found (a fork's pull request has none), so this run used its local cache only; " +
  `sign in with azure/login or az login, or see ${docsPage('credentials.md')}`;

/** Entra ID itself has said no. */
function refusalOf(cause: unknown, tools: readonly ToolRun[]): SignInProblem | undefined {
  const tool = tools.find(({ errors }) => findCode(errors) !== undefined);
  const code = findCode(textOf(cause)) ?? findCode(tool?.errors ?? '');
  return code === undefined ? undefined : { message: explainCode(code, logins[tool?.tool ?? 'none']) };
}

const logins = {
  az: 'az login',
  azd: 'azd auth login',
  pwsh: 'Connect-AzAccount',
  none: 'sign in anew (azure/login, az login)',
};

/** All messages of an error, of those that it sums up and of those that led to it. */
function textOf(error: unknown, depth = 0): string {
  if (depth > 5 || error === null || typeof error !== 'object') return '';
  const { message, errors, cause } = error as { message?: unknown; errors?: unknown; cause?: unknown };
  const inner = [...(Array.isArray(errors) ? (errors as unknown[]) : []), cause];
  return [String(message), ...inner.map((each) => textOf(each, depth + 1))].join('\n');
}

const elsewhere =
  ', and there is no other Azure credential; see that this machine or pod has an identity that may ask there, and, ' +
  'where a proxy has answered in its place, name that host in NO_PROXY';

/**
 * A machine that has no identity, as those of GitHub Actions, gets 400. One of another cloud gets 401 (Amazon), 403 (Google, which
 * wants a header of its own: the runners of gitlab.com) or 404.
 */
function problemWith(
  { host, status, managed, metadata }: TokenAnswer,
  meant: Meant,
): SignInProblem | undefined {
  if (!meant.managed && (status === 400 || (metadata && status >= 401 && status <= 404))) return undefined;
  if (isUnreadable({ status })) {
    const what = `the token service at ${host} answered something unreadable (${status}) in place of a token`;
    return { message: `${what}${elsewhere}` };
  }
  if (!managed) return undefined;
  const deed = status === 401 || status === 403 ? 'refused to give a token' : 'gave no token';
  return { message: `the token service at ${host} ${deed} (${status})${elsewhere}` };
}

const isUnreadable = ({ status }: Pick<TokenAnswer, 'status'>) => status < 300;

/** `@azure/identity` tells its errors apart by name. */
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
  return code === undefined
    ? undefined
    : {
        kind: 'network',
        message: `Entra ID could not be reached (${code}); check the network, the proxy and AZURE_AUTHORITY_HOST`,
      };
}

/** What is wrong with the variables of an application, or with what they name. */
function flawIn({ flaw, files = {} }: Meant): SignInProblem | undefined {
  const found =
    flaw ??
    Object.entries(files)
      .map(([variable, path]) => fileFlaw(variable, path))
      .find((each) => each !== undefined);
  return found === undefined ? undefined : { message: `nobody is signed in to Azure: ${found}` };
}

const unknownRefusal: SignInProblem = {
  message:
    'the credential that was found here gave no token; az login or azure/login anew, or check the AZURE_* variables and what they name',
};

const silenceOf = (host: string): SignInProblem => ({
  message:
    `the token service at ${host} did not answer in time${elsewhere}; ` +
    'AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential gives a slow one 9 s',
});
