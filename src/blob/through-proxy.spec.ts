import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import pLimit from 'p-limit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startConnectProxy, type ConnectProxy } from '../../test/connect-proxy.js';
import { loopbackTls } from '../../test/tls/loopback.js';
import { createContainer } from './container.js';

const variables = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

let proxy: Server;
let asked: string[];
let connections: number;
beforeEach(async () => {
  for (const name of variables.flatMap((name) => [name, name.toLowerCase()])) vi.stubEnv(name, undefined);
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

/** Nobody has this name, so an answer came through the proxy. */
const send = () =>
  createContainer({ url: 'http://acme.invalid/cache' }).send({
    ...{ method: 'HEAD', name: 'v1/1', headers: {} },
    signal: AbortSignal.timeout(10_000),
  });

test.each(['HTTP_PROXY', 'https_proxy', 'ALL_PROXY'])('%s is gone through', async (name) => {
  vi.stubEnv(name, proxyUrl());
  expect((await send()).status).toBe(201);
  expect(asked).toEqual(['http://acme.invalid/cache/v1/1']);
});

test('requests go straight without one', async () => {
  vi.stubEnv('HTTPS_PROXY', '');
  await expect(send()).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('requests go straight to a host in NO_PROXY', async () => {
  vi.stubEnv('HTTPS_PROXY', proxyUrl());
  vi.stubEnv('NO_PROXY', '.invalid');
  await expect(send()).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect(asked).toEqual([]);
});

test('one that is none is told, without its password', () => {
  vi.stubEnv('HTTPS_PROXY', 'name:secret@proxy:8080');
  const said = 'HTTPS_PROXY is not the URL of a proxy; write it as http://host:port';
  expect(send).toThrow(expect.objectContaining({ kind: 'network', retryable: false, message: said }));
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

  async function lookUp(url: string): Promise<void> {
    const container = createContainer({ url });
    const limit = pLimit(20);
    const lookups = Array.from({ length: 100 }, (_, i) =>
      limit(() =>
        container
          .send({ method: 'GET', name: `v1/${i}`, headers: {}, signal: AbortSignal.timeout(30_000) })
          .catch((error: unknown) => {
            if ((error as { statusCode?: number }).statusCode !== 404) throw error;
          }),
      ),
    );
    await Promise.all(lookups);
  }

  test('no more tunnels are opened than lookups run at a time', async () => {
    vi.stubEnv('HTTPS_PROXY', tunneling.url);
    // Nobody vouches for the certificate of the loopback.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await lookUp('https://acme.invalid/cache');
    expect(tunneling.tunnels).toBeLessThanOrEqual(20);
    expect(tunneling.tunnels).toBeGreaterThan(0);
  });

  test('no more connections to a proxy for plain HTTP', async () => {
    vi.stubEnv('HTTP_PROXY', proxyUrl());
    await lookUp('http://acme.invalid/cache');
    expect(asked).toHaveLength(100);
    expect(connections).toBeLessThanOrEqual(20);
  });
});

test('a proxy that wants a login is told as such, and holds nothing up', async () => {
  proxy.on('connect', (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
  });
  vi.stubEnv('HTTPS_PROXY', proxyUrl());
  const container = createContainer({ url: 'https://acme.invalid/cache' });
  const requests = Array.from({ length: 10 }, () =>
    container.send({ method: 'HEAD', name: 'v1/1', headers: {}, signal: AbortSignal.timeout(10_000) }),
  );
  for (const { reason } of (await Promise.allSettled(requests)) as PromiseRejectedResult[])
    expect(reason).toMatchObject({ statusCode: 407 });
});
