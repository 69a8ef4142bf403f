import { once } from 'node:events';
import { request as forward, type IncomingHttpHeaders } from 'node:http';
import { createServer, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { accountSas } from '../support/account-sas.js';
import { loopbackTls } from '../support/tls/loopback.js';

/** A storage account in front of Azurite that accepts requests with one of these tokens. It checks only the token. */
export interface BearerFront {
  /** with the account in the path, https */
  readonly url: string;
  /** The status of each answer so far. */
  readonly statuses: number[];
  /** From the next request on. */
  readonly accept: (...tokens: readonly string[]) => void;
  readonly close: () => void;
}

/** @param tenant the one to which the account belongs */
export async function startBearerFront(azuriteUrl: string, tenant: string): Promise<BearerFront> {
  const { origin, pathname } = new URL(azuriteUrl);
  const statuses: number[] = [];
  let accepted = new Set<string>();
  const server = createServer(loopbackTls, (request, response) => {
    const token = /^Bearer (.+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!accepted.has(token)) {
      statuses.push(401);
      request.resume();
      response.writeHead(401, refusal(tenant)).end();
      return;
    }
    const headers = { ...request.headers, authorization: undefined, host: undefined };
    const url = new URL(request.url ?? '', origin);
    const options: RequestOptions = { method: request.method ?? 'GET', headers: withoutUndefined(headers) };
    const sent = forward(
      `${url.href}${url.search === '' ? '?' : '&'}${accountSas('rwdlac')}`,
      options,
      (answer) => {
        statuses.push(answer.statusCode ?? 0);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    sent.on('error', () => response.destroy());
    request.pipe(sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    statuses,
    accept: (...tokens) => {
      accepted = new Set(tokens);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const withoutUndefined = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));

/**
 * The header: learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#bearer-challenge; the code:
 * learn.microsoft.com/azure/storage/common/storage-ref-azcopy-error-codes.
 */
const refusal = (tenant: string) => ({
  'x-ms-error-code': 'InvalidAuthenticationInfo',
  'x-ms-request-id': '0',
  'www-authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize resource_id=https://storage.azure.com`,
});
