import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import type { EntraSettings, Tool } from '../../config/entra.js';
import { CacheError } from '../../errors.js';
import type { CredentialChoice, WatchedCredential } from './default-credential.js';
import { createTokenKeeper, type TokenKeeper } from './kept-token.js';
import { SharedToken, type HeldToken, type TokenWish } from './shared-token.js';
import { toolNames } from './developer-tools.js';

/** Sign-in with Entra ID: one credential, one sign-in and one token for a whole process. */
export interface Entra {
  /** Signs in before the first request, which does not wait yet. */
  readonly start: () => void;
  /**
   * Signs requests. Resolves once there is a token.
   *
   * @throws CacheError kind `credential`, `network` or `sign-in`
   */
  readonly policy: () => Promise<PipelinePolicy>;
  /** The token in use. Throws like `policy`. */
  readonly token: () => Promise<HeldToken>;
  /** Whether a sign-in is under way for which requests no longer wait. */
  readonly overdue: () => boolean;
  /** Removes the token from a text. */
  readonly redact: (text: string) => string;
  /** Where tokens are kept between runs; undefined: nowhere. */
  readonly keptIn: () => string | undefined;
}

export interface EntraOptions {
  readonly settings?: EntraSettings;
  /** the host of the storage account */
  readonly account?: string;
  /** ms that requests wait, in all; 10 s by default */
  readonly patience?: number;
  readonly load?: (choice: CredentialChoice) => Promise<WatchedCredential>;
}

export function createEntra(options: EntraOptions = {}): Entra {
  const { settings, account = '', patience, load = loadCredential } = options;
  let keeper: TokenKeeper | undefined;
  let credential: WatchedCredential | undefined;
  let latest: string | undefined;

  /** Runs with a key or a SAS need none. */
  const findKeeper = () => (keeper ??= settings && createTokenKeeper(settings, account));

  async function ask(wish: TokenWish) {
    const keep = findKeeper()?.prepare();
    credential ??= await load({ ...settings, authority: settings?.authority ?? authorityOf(account) });
    const given = await credential.ask(wish);
    latest = given.token;
    keep?.({ ...given, tenantId: wish.tenantId });
    return given;
  }

  function kept() {
    const found = findKeeper()?.read();
    latest = found?.token;
    return found;
  }

  const tokens = new SharedToken({
    ask,
    kept,
    waitingFor: () => slow(credential?.underWay()),
    drop: (token) => findKeeper()?.drop(token),
    ...(patience !== undefined && { patience }),
  });

  return {
    start: () => {
      tokens.start();
    },
    policy: async () => {
      await tokens.get();
      return bearerPolicy(tokens);
    },
    token: () => tokens.get(),
    overdue: () => tokens.overdue(),
    redact: (text) => (latest === undefined ? text : text.replaceAll(latest, '[redacted]')),
    keptIn: () => findKeeper()?.folder,
  };
}

/** `@azure/identity` is larger than the rest of the package, so it is loaded only when a token is needed. */
async function loadCredential(choice: CredentialChoice): Promise<WatchedCredential> {
  const { createDefaultCredential } = await import('./default-credential.js');
  return createDefaultCredential(choice);
}

/** learn.microsoft.com/entra/identity-platform/authentication-national-cloud; undefined: the public cloud, or an unknown one. */
function authorityOf(account: string): string | undefined {
  if (/\.core\.usgovcloudapi\.net(:\d+)?$/.test(account)) return 'https://login.microsoftonline.us';
  if (/\.core\.chinacloudapi\.cn(:\d+)?$/.test(account)) return 'https://login.chinacloudapi.cn';
  return undefined;
}

const slow = (tool: Tool | undefined) => tool && `${toolNames[tool]} has not answered yet`;

/**
 * Thrown by a request that must be sent again with another token, instead of waiting: a sign-in may take longer than a request
 * may be silent.
 */
export class AnotherToken extends Error {
  override readonly name = 'AnotherToken';

  /** @param there rejected when there will be none */
  constructor(readonly there: Promise<unknown>) {
    super('the request needs another token');
    there.catch(() => undefined);
  }
}

/**
 * Signs requests with the token of Entra ID. On 401 it looks for another one, as the SDK's own client does
 * (`authorizeRequestOnTenantChallenge` of @azure/core-client): of the tenant that the service names, with the claims that
 * it asks for, or instead of one of an earlier run. Requests may throw {@link AnotherToken}.
 */
export function bearerPolicy(tokens: SharedToken): PipelinePolicy {
  return {
    name: 'bearerPolicy',
    async sendRequest(request, next) {
      if (!request.url.startsWith('https://')) throw inTheClear();
      const token = tokens.now()?.token;
      if (token === undefined) throw new AnotherToken(tokens.get());
      request.headers.set('authorization', `Bearer ${token}`);
      const response = await next(request);
      if (response.status !== 401) return response;
      const another = tokens.afterRefusal(token, response.headers.get('www-authenticate'));
      if (another) throw new AnotherToken(another);
      return response;
    },
  };
}

const inTheClear = () =>
  new CacheError(
    'a token of Entra ID is sent over https only; set azure.endpoint to an https URL, or use a key or a SAS',
    { kind: 'credential', retryable: false },
  );
