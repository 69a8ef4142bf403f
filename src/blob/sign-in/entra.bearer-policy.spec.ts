import { createHttpHeaders, createPipelineRequest, type PipelineRequest } from '@azure/core-rest-pipeline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createConnection } from '../connection.js';
import type { Container } from '../container.js';
import { bearerPolicy } from './entra.js';
import { SharedToken } from './shared-token.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tenant = '22222222-0000-0000-0000-000000000002';
const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize`;

/** An account that takes the token `right` alone, and a credential that needs a while for it. */
function account(url: string, ms = 0) {
  const sent: (string | undefined)[] = [];
  const tokens = new SharedToken({
    ask: async ({ tenantId }) => {
      await new Promise((resolve) => setTimeout(resolve, tenantId === undefined ? 0 : ms));
      return { token: tenantId === tenant ? 'right' : 'wrong', expires: Date.now() + 3_600_000 };
    },
  });
  const next = (request: PipelineRequest) => {
    const authorization = request.headers.get('authorization');
    sent.push(authorization);
    const status = authorization === 'Bearer right' ? 200 : 401;
    const headers = createHttpHeaders(status === 401 ? { 'www-authenticate': challenge } : {});
    return Promise.resolve({ request, status, headers });
  };
  const container = {
    url,
    send: () => bearerPolicy(tokens).sendRequest(createPipelineRequest({ url }), next),
  } as unknown as Container;
  const connection = createConnection(container, { container: 'cache' });
  const send = () => connection.send('read', (exchange) => exchange.send({ method: 'GET' }));
  return { sent, send };
}

test('a request is repeated once with the token that the refusal asks for', async () => {
  const { sent, send } = account('https://acme.example/cache');
  const response = send();
  await vi.advanceTimersByTimeAsync(1);
  expect((await response).status).toBe(200);
  expect(sent).toEqual(['Bearer wrong', 'Bearer right']);
});

test('a token that takes longer than a request may be silent is waited for', async () => {
  const { send } = account('https://acme.example/cache', 8_000);
  const response = send();
  await vi.advanceTimersByTimeAsync(8_001);
  expect((await response).status).toBe(200);
});

test('a token is never sent in the clear', async () => {
  const { sent, send } = account('http://127.0.0.1/cache');
  await expect(send()).rejects.toMatchObject({
    kind: 'credential',
    message: expect.stringContaining('https only') as string,
  });
  expect(sent).toEqual([]);
});
