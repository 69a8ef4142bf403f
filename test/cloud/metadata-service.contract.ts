import { expect, onTestFinished, test } from 'vitest';
import { startMetadataService, type MetadataAnswer } from './metadata-service.js';

const started = async (answer: MetadataAnswer) => {
  const service = await startMetadataService(answer);
  onTestFinished(service.close);
  return service;
};
const ask = (host: string, headers: Record<string, string> = { metadata: 'true' }, limit = 10_000) =>
  fetch(`http://${host}/metadata/identity/oauth2/token?resource=https://storage.azure.com`, {
    headers,
    signal: AbortSignal.timeout(limit),
  });

test('the metadata service gives the token of the machine, and counts', async () => {
  const { host, requests } = await started({ kind: 'identity', token: 'of the machine', clientId: 'vm' });
  const answer: unknown = await (await ask(host)).json();
  expect(answer).toMatchObject({ access_token: 'of the machine', client_id: 'vm', token_type: 'Bearer' });
  expect(requests()).toBe(1);
});

test.each(['none', 404, 410, 429, 500, 503] as const)('the metadata service answers %s', async (answer) => {
  const { host } = await started(answer);
  expect((await ask(host)).status).toBe(answer === 'none' ? 400 : answer);
});

test('the metadata service refuses a knock, which has no header, and counts it apart', async () => {
  const { host, knocks, requests } = await started({ kind: 'identity', token: 'of the machine' });
  expect((await ask(host, {})).status).toBe(400);
  expect([knocks(), requests()]).toEqual([1, 0]);
});

test('the metadata service with a silent token answers a knock only', async () => {
  const { host } = await started('silent token');
  expect((await ask(host, {})).status).toBe(400);
  await expect(ask(host, undefined, 50)).rejects.toThrow('timeout');
});

test('the metadata service stays silent until a test enables it', async () => {
  const service = await started('silence');
  await expect(ask(service.host, undefined, 50)).rejects.toThrow('timeout');
  service.answerWith(503);
  expect((await ask(service.host)).status).toBe(503);
});
