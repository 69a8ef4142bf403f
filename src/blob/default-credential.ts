import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

import type { TokenAnswer } from './shared-token.js';

/** A credential, and what it hides of how it fared. */
export interface WatchedCredential {
  readonly credential: TokenCredential;
  /** Of the last token service that it asked; undefined when none answered. */
  readonly lastAnswer: () => TokenAnswer | undefined;
}

/** azure/login (OIDC), workload identity, managed identity, Azure CLI and the rest of Azure's chain. */
export function createDefaultCredential(): WatchedCredential {
  const chain = new DefaultAzureCredential();
  let answer: TokenAnswer | undefined;
  const note = (message: unknown) => {
    answer = readAnswer(message as Exchange) ?? answer;
  };
  return {
    lastAnswer: () => answer,
    credential: {
      async getToken(scopes, options) {
        answer = undefined;
        subscribe(answered, note);
        try {
          return await chain.getToken(scopes, options);
        } finally {
          unsubscribe(answered, note);
        }
      },
    },
  };
}

/** Node's own channel: a client that is handed to the chain does not come to all that is in it. */
const answered = 'http.client.response.finish';

interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** Requests to the container, which say their version, may be under way beside. */
function readAnswer({ request, response }: Exchange): TokenAnswer | undefined {
  const [host, status] = [request.getHeader('host'), response.statusCode];
  if (typeof host !== 'string' || status === undefined || request.hasHeader('x-ms-version')) return undefined;
  return { host, status };
}
