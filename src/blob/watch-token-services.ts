import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

import { isForManagedIdentity } from './token-client.js';

/** How a token service answered. */
export interface TokenAnswer {
  readonly host: string;
  readonly status: number;
  /** that of a managed identity, on the machine or in its neighborhood, and not Entra ID itself */
  readonly managed: boolean;
  /** the instance metadata service, whose address machines of other clouds have as well */
  readonly metadata: boolean;
}

/** Watches the token services that are asked by HTTP, by Node's own channel: a client that is handed to the chain does not come to all that is in it. */
export function watchTokenServices(): {
  readonly last: () => TokenAnswer | undefined;
  /** the host of a managed identity's service that was asked for a token and has not answered */
  readonly silent: () => string | undefined;
  readonly end: () => void;
} {
  let answer: TokenAnswer | undefined;
  let asked: ClientRequest | undefined;
  const noteRequest = (message: unknown) => {
    const { request } = message as Pick<Exchange, 'request'>;
    if (isForManagedIdentity((name) => request.hasHeader(name))) asked = request;
  };
  const noteAnswer = (message: unknown) => {
    if ((message as Exchange).request === asked) asked = undefined;
    answer = readAnswer(message as Exchange) ?? answer;
  };
  subscribe(started, noteRequest);
  subscribe(answered, noteAnswer);
  return {
    last: () => answer,
    silent: () => asked && String(asked.getHeader('host')),
    end: () => {
      unsubscribe(started, noteRequest);
      unsubscribe(answered, noteAnswer);
    },
  };
}

/** nodejs.org/api/diagnostics_channel.html#http */
const [started, answered] = ['http.client.request.start', 'http.client.response.finish'];

interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** Requests to the container, which say their version, may be under way beside. */
function readAnswer({ request, response }: Exchange): TokenAnswer | undefined {
  const [host, status] = [request.getHeader('host'), response.statusCode];
  if (typeof host !== 'string' || status === undefined || request.hasHeader('x-ms-version')) return undefined;
  // With the origin in front for a proxy.
  const metadata = /^(http:\/\/[^/]+)?\/metadata\/identity\//.test(request.path);
  const managed = isForManagedIdentity((name) => request.hasHeader(name));
  // `@azure/identity` knocks without the header, so that it is refused.
  return metadata && !managed ? undefined : { host, status, managed, metadata };
}
