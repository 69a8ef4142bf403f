import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import type { EntraSettings, Tool } from '../config/entra.js';
import { bearerPolicy } from './bearer-policy.js';
import type { CredentialChoice, WatchedCredential } from './default-credential.js';
import { createTokenKeeper, type TokenKeeper } from './kept-token.js';
import { SharedToken, type HeldToken, type TokenWish } from './shared-token.js';
import { toolNames } from './watch-tools.js';

/** The way in by Entra ID: one credential, one sign-in and one token for a whole process. */
export interface Entra {
  /** Signs in ahead of the first request; nobody waits for it. */
  readonly start: () => void;
  /**
   * With the token already there.
   *
   * @throws CacheError kind `credential`, `network` or `sign-in`
   */
  readonly policy: () => Promise<PipelinePolicy>;
  /** The token that is used. Throws like `policy` */
  readonly token: () => Promise<HeldToken>;
  /** Whether a sign-in is under way for which nobody waits any longer. */
  readonly overdue: () => boolean;
  /** Takes the token out of a text. */
  readonly redact: (text: string) => string;
  /** Where tokens are kept between runs; undefined: nowhere. */
  readonly keptIn: () => string | undefined;
}

export interface EntraOptions {
  readonly settings?: EntraSettings;
  /** the host of the storage account */
  readonly account?: string;
  /** ms that anybody waits, in all; 10 s by default */
  readonly patience?: number;
  readonly load?: (choice: CredentialChoice) => Promise<WatchedCredential>;
}

export function createEntra(options: EntraOptions = {}): Entra {
  const { settings, account = '', patience, load = loadCredential } = options;
  let keeper: TokenKeeper | undefined;
  let credential: WatchedCredential | undefined;
  let latest: string | undefined;

  /** Most runs of a key or a SAS have no need to look for a place. */
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
    ...{ ask, kept, waitingFor: () => slow(credential?.underWay()) },
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

/** `@azure/identity` is larger than the rest of the package, so it is loaded only where no token is there. */
async function loadCredential(choice: CredentialChoice): Promise<WatchedCredential> {
  const { createDefaultCredential } = await import('./default-credential.js');
  return createDefaultCredential(choice);
}

/** learn.microsoft.com/entra/identity-platform/authentication-national-cloud; undefined: the public one, or not known. */
function authorityOf(account: string): string | undefined {
  if (/\.core\.usgovcloudapi\.net(:\d+)?$/.test(account)) return 'https://login.microsoftonline.us';
  if (/\.core\.chinacloudapi\.cn(:\d+)?$/.test(account)) return 'https://login.chinacloudapi.cn';
  return undefined;
}

const slow = (tool: Tool | undefined) => tool && `${toolNames[tool]} has not answered yet`;
