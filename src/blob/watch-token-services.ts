import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

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
  readonly end: () => void;
} {
  let answer: TokenAnswer | undefined;
  const note = (message: unknown) => {
    answer = readAnswer(message as Exchange) ?? answer;
  };
  subscribe(answered, note);
  return {
    last: () => answer,
    end: () => {
      unsubscribe(answered, note);
    },
  };
}

/** nodejs.org/api/diagnostics_channel.html#http */
const answered = 'http.client.response.finish';

interface Exchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** Requests to the container, which say their version, may be under way beside. */
function readAnswer({ request, response }: Exchange): TokenAnswer | undefined {
  const [host, status] = [request.getHeader('host'), response.statusCode];
  if (typeof host !== 'string' || status === undefined || request.hasHeader('x-ms-version')) return undefined;
  const metadata = request.path.startsWith('/metadata/identity/');
  // `@azure/identity` knocks without the header, so that it is refused.
  if (metadata && !request.hasHeader('metadata')) return undefined;
  const managed = metadata || ['x-identity-header', 'secret'].some((name) => request.hasHeader(name));
  return { host, status, managed, metadata };
}
