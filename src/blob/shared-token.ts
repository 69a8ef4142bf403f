import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';

import { CacheError } from '../errors.js';

/** Valid in every cloud: the audience of Azure Storage as such. */
export const storageScope = 'https://storage.azure.com/.default';
const waitLimit = 10_000;
const renewBefore = 5 * 60_000;

const nothingFound =
  "no Azure credential was found (a fork's pull request has none), so this run used its local cache only; " +
  'sign in with azure/login or az login, or see docs/credentials.md';

/** How a token service answered. */
export interface TokenAnswer {
  readonly host: string;
  readonly status: number;
}

/**
 * One token for all requests: asked for once, however many wait for it, and never cut off by the timer of the request
 * that happened to ask (the Azure CLI alone may take seconds).
 *
 * @param lastAnswer of a token service; `@azure/identity` calls one that refuses, or makes no sense, unavailable
 */
export function createSharedToken(
  credential: TokenCredential,
  lastAnswer: () => TokenAnswer | undefined = () => undefined,
): TokenCredential {
  let latest: AccessToken | undefined;
  let pending: Promise<AccessToken> | undefined;
  let deadline = 0;

  return {
    async getToken(_scopes, options?: GetTokenOptions) {
      const claims = options?.claims;
      if (claims === undefined && latest && latest.expiresOnTimestamp - Date.now() > renewBefore)
        return latest;
      pending ??= start(claims);
      return within(deadline - Date.now(), pending);
    },
  };

  function start(claims: string | undefined): Promise<AccessToken> {
    deadline = Date.now() + waitLimit;
    return request(claims)
      .then((token) => (latest = token))
      .finally(() => {
        pending = undefined;
      });
  }

  async function request(claims: string | undefined): Promise<AccessToken> {
    try {
      const token = await credential.getToken(storageScope, claims === undefined ? {} : { claims });
      if (token) return token;
    } catch (cause) {
      throw toCredentialError(cause, lastAnswer());
    }
    throw notFound(lastAnswer());
  }
}

/** Asks for the token ahead of the first request. */
export async function warmUp(credential: TokenCredential): Promise<void> {
  await credential.getToken(storageScope);
}

/** The limit is that of the request for the token, not of each who waits for it. */
async function within(limit: number, token: Promise<AccessToken>): Promise<AccessToken> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(tooLate());
    }, limit);
  });
  try {
    return await Promise.race([token, late]);
  } finally {
    clearTimeout(timer);
  }
}

const tooLate = () =>
  new CacheError(`Entra ID gave no token within ${waitLimit / 1000} s`, { kind: 'timeout', retryable: true });

/** `@azure/identity` tells its errors apart by name; their messages may quote what the service was sent. */
function toCredentialError(cause: unknown, answer: TokenAnswer | undefined): CacheError {
  const { name, errors = [] } = Object(cause) as { name?: string; errors?: { name?: string }[] };
  const none =
    name === 'CredentialUnavailableError' ||
    (name === 'AggregateAuthenticationError' &&
      errors.every((error) => error.name === 'CredentialUnavailableError'));
  const unreadable = answer !== undefined && answer.status < 300;
  if (none || unreadable) return notFound(answer, cause);
  return new CacheError(refused, { kind: 'credential', retryable: false, cause });
}

const refused =
  'Entra ID refused to sign in with the credential found here; az login or azure/login anew, or check the AZURE_* variables';

/** Nobody's mistake, unless there is a token service that ought to have given one. */
function notFound(answer: TokenAnswer | undefined, cause?: unknown): CacheError {
  const problem = answer && tellAnswer(answer);
  const message = problem === undefined ? nothingFound : `${problem}${elsewhere}`;
  return new CacheError(message, {
    ...{ kind: 'credential', retryable: false, quiet: problem === undefined, cause },
  });
}

const elsewhere =
  ', and there is no other Azure credential; see that this machine or pod has an identity that may ask there, and, ' +
  'where a proxy has answered in its place, name that host in NO_PROXY';

/** A machine in Azure that has no identity, as those of GitHub Actions, gets 400 from a service that is well. */
function tellAnswer({ host, status }: TokenAnswer): string | undefined {
  if (status === 400) return undefined;
  if (status === 401 || status === 403)
    return `the token service at ${host} refused to give a token (${status})`;
  if (status < 300)
    return `the token service at ${host} answered something unreadable (${status}) in place of a token`;
  return `the token service at ${host} gave no token (${status})`;
}
