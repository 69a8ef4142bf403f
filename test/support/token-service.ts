import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A managed identity as Azure App Service has it: the way to Entra ID that works over http on the loopback. */
export interface TokenService {
  readonly url: string;
  /** The token that it issues for a request with the right header. */
  readonly token: string;
  /** The variables by which `@azure/identity` finds the service, at its own URL or at the URL of a proxy. */
  variablesAt(url: string): Record<string, string>;
  /** Answers every question with that, from now on; without it, as it should. */
  answerWith(instead?: { readonly status: number; readonly body: string }): void;
  close(): void;
}

const header = 'the-header-of-the-managed-identity';
const token = 'the-token-that-the-managed-identity-gives';

export async function startTokenService(): Promise<TokenService> {
  let instead: Parameters<TokenService['answerWith']>[0];
  const server = createServer(({ headers }, response) => {
    if (instead) response.writeHead(instead.status).end(instead.body);
    else if (headers['x-identity-header'] !== header) response.writeHead(401).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
    token,
    variablesAt: (url) => ({
      IDENTITY_ENDPOINT: url,
      IDENTITY_HEADER: header,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    }),
    answerWith: (next) => {
      instead = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
const answer = () => ({
  access_token: token,
  expires_on: String(Math.floor(Date.now() / 1000) + 24 * 3600),
  resource: 'https://storage.azure.com',
  token_type: 'Bearer',
});
