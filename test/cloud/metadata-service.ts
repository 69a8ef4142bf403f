import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How the instance metadata service answers a request for a token. `identity`: the machine has one, and gets that token.
 * `none`: it has none. A number: that status. `silence`: it takes each request, and never answers. `silent token`: it answers
 * a knock, and never a request for a token.
 */
export type MetadataAnswer =
  | { readonly kind: 'identity'; readonly token: string; readonly clientId?: string }
  | 'none'
  | 'silence'
  | 'silent token'
  | number;

/** A stand-in for the service that every machine in Azure has at 169.254.169.254. */
export interface MetadataService {
  readonly host: string;
  /**
   * Lead a process to it as to a proxy for 169.254.169.254, and to nothing else. `AZURE_POD_IDENTITY_AUTHORITY_HOST` would do,
   * but with it `@azure/identity` leaves out its knock (imdsMsi.js).
   */
  readonly variables: Readonly<{ HTTP_PROXY: string; NO_PROXY: string }>;
  /** how many requests for a token there were */
  readonly requests: () => number;
  /** the number of probes: requests without the header, by which `@azure/identity` detects the service */
  readonly knocks: () => number;
  /** From the next request on. */
  readonly answerWith: (next: MetadataAnswer) => void;
  readonly close: () => void;
}

export async function startMetadataService(answer: MetadataAnswer): Promise<MetadataService> {
  let current = answer;
  const count = { requests: 0, knocks: 0 };
  const server = createServer((request, response) => {
    count[isKnock(request) ? 'knocks' : 'requests']++;
    respond(current, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    variables: { HTTP_PROXY: `http://${host}`, NO_PROXY: '127.0.0.1,localhost' },
    requests: () => count.requests,
    knocks: () => count.knocks,
    answerWith: (next) => {
      current = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const isKnock = ({ headers }: IncomingMessage) => headers['metadata'] !== 'true';

function respond(answer: MetadataAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'silence') return;
  response.setHeader('content-type', 'application/json');
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (isKnock(request)) refuse(response, 400, refusals.knock);
  else if (answer === 'none') refuse(response, 400, refusals.none);
  else if (typeof answer === 'number') refuse(response, answer, byStatus[answer] ?? transient);
  else if (answer !== 'silent token') response.end(JSON.stringify(toToken(answer, searchParams)));
}

function refuse(response: ServerResponse, status: number, refusal: Refusal): void {
  response.writeHead(status).end(JSON.stringify(refusal));
}

interface Refusal {
  readonly error: string;
  readonly error_description: string;
}

/** Page: learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token */
const refusals = {
  // There, "HTTP response reference": 400, bad_request_102.
  knock: { error: 'bad_request_102', error_description: 'Required metadata header not specified' },
  // Not on the page; as seen in MicrosoftDocs/azure-docs#21322. Its status is in Azure/aad-pod-identity#778.
  none: { error: 'invalid_request', error_description: 'Identity not found' },
} as const;

/** There, "Error handling": which statuses there are, and why. The page gives no bodies for them but that of 500. */
const byStatus: Readonly<Record<number, Refusal>> = {
  // "IMDS endpoint is updating." The same stands there for no answer at all ("timeout").
  404: { error: 'not_found', error_description: 'the endpoint is being updated' },
  // "IMDS is going through updates", "IMDS will be available within 70 seconds".
  410: { error: 'gone', error_description: 'the endpoint is going through updates' },
  // "IMDS Throttle limit reached."
  429: { error: 'too_many_requests', error_description: 'the throttle limit is reached' },
  // There, "HTTP response reference": 500, unknown.
  500: { error: 'unknown', error_description: 'Failed to retrieve token from the Active directory.' },
};

/** "5xx Transient error from service." */
const transient: Refusal = { error: 'unknown', error_description: 'a transient error' };

/** learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http */
function toToken({ token, clientId }: { token: string; clientId?: string }, query: URLSearchParams): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    access_token: token,
    client_id: clientId ?? query.get('client_id') ?? '',
    token_type: 'Bearer',
    ...{
      expires_in: '86399',
      ext_expires_in: '86399',
      expires_on: String(now + 86_399),
      not_before: String(now),
    },
    resource: query.get('resource') ?? '',
  };
}
