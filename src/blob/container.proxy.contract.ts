import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import pLimit from 'p-limit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { startConnectProxy, type ConnectProxy } from '../../test/support/proxy/connect-proxy.js';
import { loopbackTls } from '../../test/support/tls/loopback.js';
import { resolveProxy } from '../config/find-proxy.js';
import { createContainer } from './container.js';

let proxy: Server;
let asked: string[];
let connections: number;
beforeEach(async () => {
  asked = [];
  connections = 0;
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(201).end();
  });
  proxy.on('connection', () => (connections += 1));
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  vi.unstubAllEnvs();
  proxy.closeAllConnections();
  proxy.close();
});

const proxyUrl = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

type Variables = Readonly<Record<string, string>>;

/** No host has this name, so a response came through the proxy. */
const send = (env: Variables) =>
  createContainer({ url: 'http://acme.invalid/cache', proxy: resolveProxy(env) }).send(
    { method: 'HEAD', name: 'v1/1' },
    AbortSignal.timeout(10_000),
  );

test.each(['HTTP_PROXY', 'https_proxy', 'ALL_PROXY'])('requests go through %s', async (name) => {
  expect((await send({ [name]: proxyUrl() })).status).toBe(201);
  expect(asked).toEqual(['http://acme.invalid/cache/v1/1']);
});

test('requests go straight without a proxy', async () => {
  await expect(send({ HTTPS_PROXY: '' })).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('the variables of this process are not read', async () => {
  vi.stubEnv('HTTPS_PROXY', proxyUrl());
  await expect(send({})).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(asked).toEqual([]);
});

test('requests go straight to a host in NO_PROXY', async () => {
  await expect(send({ HTTPS_PROXY: proxyUrl(), NO_PROXY: '.invalid' })).rejects.toMatchObject({
    code: 'ENOTFOUND',
  });
  expect(asked).toEqual([]);
});

test('an invalid address is reported without its password', () => {
  const said = 'HTTPS_PROXY is not the URL of a proxy; set it to http://host:port';
  expect(() => send({ HTTPS_PROXY: 'name:secret@proxy:8080' })).toThrow(
    expect.objectContaining({ kind: 'network', retryable: false, message: said }),
  );
});

describe('of 100 lookups, 20 at a time,', () => {
  let service: Server;
  let tunneling: ConnectProxy;
  beforeEach(async () => {
    service = createTlsServer(loopbackTls, (_request, response) => {
      response.writeHead(404, { 'x-ms-error-code': 'BlobNotFound' }).end();
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');
    tunneling = await startConnectProxy((service.address() as AddressInfo).port);
  });
  afterEach(() => {
    tunneling.close();
    service.closeAllConnections();
    service.close();
  });

  async function lookUp(url: string, env: Variables): Promise<void> {
    const container = createContainer({ url, proxy: resolveProxy(env) });
    const limit = pLimit(20);
    const lookups = Array.from({ length: 100 }, (_, i) =>
      limit(() =>
        container
          .send({ method: 'GET', name: `v1/${i}` }, AbortSignal.timeout(30_000))
          .catch((error: unknown) => {
            if ((error as { statusCode?: number }).statusCode !== 404) throw error;
          }),
      ),
    );
    await Promise.all(lookups);
  }

  test('no more tunnels are opened than lookups run at a time', async () => {
    // Nobody vouches for the certificate of the loopback.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await lookUp('https://acme.invalid/cache', { HTTPS_PROXY: tunneling.url });
    expect(tunneling.tunnels).toBeLessThanOrEqual(20);
    expect(tunneling.tunnels).toBeGreaterThan(0);
  });

  test('no more connections to a proxy for plain HTTP', async () => {
    await lookUp('http://acme.invalid/cache', { HTTP_PROXY: proxyUrl() });
    expect(asked).toHaveLength(100);
    expect(connections).toBeLessThanOrEqual(20);
  });
});

test('a proxy that requires authentication is reported as such, and holds nothing up', async () => {
  proxy.on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
  });
  const proxySettings = resolveProxy({ HTTPS_PROXY: proxyUrl() });
  const container = createContainer({ url: 'https://acme.invalid/cache', proxy: proxySettings });
  const requests = Array.from({ length: 10 }, () =>
    container.send({ method: 'HEAD', name: 'v1/1' }, AbortSignal.timeout(10_000)),
  );
  for (const { reason } of (await Promise.allSettled(requests)) as PromiseRejectedResult[])
    expect(reason).toMatchObject({ statusCode: 407 });
});
