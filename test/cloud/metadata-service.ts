import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How the instance metadata service answers a request for a token. `identity`: the machine has one, and gets that token.
 * `none`: it has none. A number: that status. `silence`: it takes the request, and never answers.
 */
export type MetadataAnswer =
  | { readonly kind: 'identity'; readonly token: string; readonly clientId?: string }
  | 'none'
  | 'silence'
  | number;

/** A stand-in for the service that every machine in Azure has at 169.254.169.254. */
export interface MetadataService {
  readonly host: string;
  /** by which `@azure/identity` finds it */
  readonly variables: Readonly<{ AZURE_POD_IDENTITY_AUTHORITY_HOST: string }>;
  /** how many requests there were */
  readonly requests: () => number;
  /** From the next request on. */
  readonly answerWith: (next: MetadataAnswer) => void;
  readonly close: () => void;
}

export async function startMetadataService(answer: MetadataAnswer): Promise<MetadataService> {
  let [current, count] = [answer, 0];
  const server = createServer((request, response) => {
    count++;
    respond(current, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    variables: { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://${host}` },
    requests: () => count,
    answerWith: (next) => {
      current = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function respond(answer: MetadataAnswer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'silence') return;
  response.setHeader('content-type', 'application/json');
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (request.headers['metadata'] !== 'true') refuse(response, 400, 'Required metadata header not specified');
  else if (answer === 'none') refuse(response, 400, 'Identity not found');
  else if (typeof answer === 'number') refuse(response, answer, reasons[answer] ?? 'an internal error');
  else response.end(JSON.stringify(toToken(answer, searchParams)));
}

/** learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling */
const reasons: Readonly<Record<number, string>> = {
  404: 'the endpoint is being updated',
  410: 'the endpoint is going through updates, and will be available within 70 seconds',
  429: 'too many requests',
};

function refuse(response: ServerResponse, status: number, error_description: string): void {
  const error = status === 400 ? 'invalid_request' : 'unknown_source';
  response.writeHead(status).end(JSON.stringify({ error, error_description }));
}

/** learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http */
function toToken({ token, clientId }: { token: string; clientId?: string }, query: URLSearchParams): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    ...{ access_token: token, client_id: clientId ?? query.get('client_id') ?? '', token_type: 'Bearer' },
    ...{
      expires_in: '86399',
      ext_expires_in: '86399',
      expires_on: String(now + 86_399),
      not_before: String(now),
    },
    resource: query.get('resource') ?? '',
  };
}
