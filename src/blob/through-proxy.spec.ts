import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContainer } from './container.js';

const variables = ['HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

let proxy: Server;
let asked: string[];
beforeEach(async () => {
  for (const name of variables.flatMap((name) => [name, name.toLowerCase()])) vi.stubEnv(name, undefined);
  asked = [];
  proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(201).end();
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  vi.unstubAllEnvs();
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
