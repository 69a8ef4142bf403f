import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { expect, onTestFinished, test } from 'vitest';

import { createTokenClient } from './token-services.js';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const requestTo = (url: string, headers: Record<string, string>) =>
  createPipelineRequest({ url, headers: createHttpHeaders(headers), allowInsecureConnection: true });

test.each(['Metadata', 'X-IDENTITY-HEADER', 'secret'])(
  'a service that wants %s and never answers is given up',
  async (header) => {
    const url = await serve(() => undefined);
    await expect(createTokenClient(50).sendRequest(requestTo(url, { [header]: 'x' }))).rejects.toMatchObject({
      name: 'AbortError',
    });
  },
);

test('a service that begins an answer and does not end it is given up', async () => {
  const url = await serve((_, response) => response.writeHead(200).write('{'));
  await expect(
    createTokenClient(500).sendRequest(requestTo(url, { metadata: 'true' })),
  ).rejects.toBeDefined();
});

test('repetitions of a request have one end in all', async () => {
  const url = await serve((_, response) => response.end());
  const [client, request] = [createTokenClient(200), requestTo(url, { metadata: 'true' })];
  await client.sendRequest(request);
  const { abortSignal } = request;
  await client.sendRequest(request);
  expect(request.abortSignal).toBe(abortSignal);
  await expect.poll(() => abortSignal?.aborted).toBe(true);
});

test('who gives up a request is heard', async () => {
  const controller = new AbortController();
  const request = requestTo(await serve(() => undefined), { metadata: 'true' });
  request.abortSignal = controller.signal;
  const sent = createTokenClient(60_000).sendRequest(request);
  controller.abort();
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
});

test('Entra ID itself has the time that it takes', async () => {
  const seen: unknown[] = [];
  const client: HttpClient = {
    sendRequest: (request) => {
      seen.push(request.abortSignal);
      return Promise.resolve({ request, status: 200, headers: createHttpHeaders() });
    },
  };
  await createTokenClient(1, client).sendRequest(requestTo('https://login.microsoftonline.com', {}));
  expect(seen).toEqual([undefined]);
});
