import {
  DefaultAzureCredential,
  ManagedIdentityCredential,
  type AccessToken,
  type TokenCredential,
} from '@azure/identity';

import type { Tool } from '../../config/entra.js';
import { docsPage } from '../../docs-page.js';
import { CacheError } from '../../errors.js';
import { toolLimit, toolNames, watchTools, type ToolRun } from './developer-tools.js';
import type { GivenToken, TokenWish } from './shared-token.js';
import { toSignInError, type Meant } from './sign-in-error.js';
import { createTokenClient, watchTokenServices } from './token-services.js';

/** Valid in every cloud: the audience of Azure Storage as such. */
const storageScope = 'https://storage.azure.com/.default';

/** A credential that reports the source of its token, or why there is none. */
export interface WatchedCredential {
  /** @throws CacheError kind `credential` or `network` */
  readonly ask: (wish: TokenWish) => Promise<GivenToken>;
  /** The tool that is running. */
  readonly underWay: () => Tool | undefined;
}

/**
 * Asks the environment variables, workload identity, managed identity and then the tools of a developer, which have the session
 * of `azure/login`: Azure's own chain (learn.microsoft.com/azure/developer/javascript/sdk/authentication/credential-chains).
 *
 * @param patience ms for a service of managed identities; see {@link createTokenClient}
 * @throws CacheError kind `credential` when `AZURE_TOKEN_CREDENTIALS` is wrong
 */
export function createDefaultCredential(choice: CredentialChoice = {}, patience?: number): WatchedCredential {
  const credential = choice.managed ? createManaged(choice, patience) : createChain(choice, patience);
  return watchCredential(credential, { meant: choice });
}

/** Chooses a credential, besides the variables that `@azure/identity` reads by itself. */
export interface CredentialChoice extends Meant {
  /** undefined: that of `AZURE_AUTHORITY_HOST`, or of the public cloud */
  readonly authority?: string | undefined;
  readonly clientId?: string | undefined;
}

/**
 * The whole chain where `AZURE_TOKEN_CREDENTIALS` pins it; created here, because the chain passes none of its options on then
 * (defaultAzureCredential.js of 4.13). No other credential follows, so it has almost the time that a run waits. It is created
 * when it is asked, because its constructor throws on machines that do not support a client id.
 */
const createManaged = ({ clientId }: CredentialChoice, patience = 9_000): TokenCredential => ({
  getToken: (scopes, options) =>
    new ManagedIdentityCredential({
      httpClient: createTokenClient(patience),
      ...(clientId !== undefined && { clientId }),
    }).getToken(scopes, options),
});

/**
 * With one retry: with the usual five, a metadata service that answers 404, 410 or 5xx would hold the chain for 16 to 70 s before
 * the Azure CLI is asked.
 */
function createChain(
  { authority: authorityHost }: CredentialChoice,
  patience: number | undefined,
): TokenCredential {
  try {
    return new DefaultAzureCredential({
      retryOptions: { maxRetries: 1 },
      httpClient: createTokenClient(patience),
      ...(authorityHost !== undefined && { authorityHost }),
    });
  } catch (cause) {
    const message = `AZURE_TOKEN_CREDENTIALS is not the name of a credential; set it to "dev", "prod" or one of those in ${docsPage('credentials.md')}`;
    throw new CacheError(message, { kind: 'credential', retryable: false, cause });
  }
}

interface WatchOptions {
  readonly meant?: Meant | undefined;
  /** ms after which a tool is ended */
  readonly limit?: number;
}

/** Watches a credential while it is asked. */
export function watchCredential(
  credential: TokenCredential,
  { meant, limit = toolLimit }: WatchOptions = {},
): WatchedCredential {
  let tools: readonly ToolRun[] = [];
  return {
    underWay: () => tools.find(({ end }) => !end)?.tool,
    async ask({ tenantId, claims }) {
      const services = watchTokenServices();
      const watched = watchTools(limit);
      tools = watched.runs;
      try {
        const token = await credential.getToken(storageScope, {
          ...(tenantId !== undefined && { tenantId }),
          ...(claims !== undefined && { claims, enableCae: true }),
        });
        if (!token) throw toSignInError(undefined, { answer: services.last(), tools }, meant);
        return toGiven(token, tools, services.last()?.managed ?? false);
      } catch (error) {
        if (error instanceof CacheError) throw error;
        const overdue = tools.find((run) => run.overdue);
        if (overdue) throw tooSlow(overdue.tool, limit, error);
        throw toSignInError(error, { answer: services.last(), silent: services.silent(), tools }, meant);
      } finally {
        services.end();
        watched.end();
      }
    },
  };
}

const tooSlow = (tool: Tool, limit: number, cause: unknown) =>
  new CacheError(
    `${toolNames[tool]} gave no token within ${limit / 1000} s and was ended; run it yourself to see what it waits for, ` +
      `or see ${docsPage('credentials.md')}`,
    { kind: 'credential', retryable: false, cause },
  );

/** The chain ends with the first that gives a token: where a tool has ended well, the last such one gave it. */
function toGiven(
  { token, expiresOnTimestamp: expires }: AccessToken,
  runs: readonly ToolRun[],
  managed: boolean,
): GivenToken {
  const tool = runs.findLast(({ end }) => end?.code === 0)?.tool;
  return { token, expires, tool, managed: managed && tool === undefined };
}
