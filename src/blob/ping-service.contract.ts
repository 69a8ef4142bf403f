import { expect, test } from 'vitest';

import { refusingHost, silentHost, unknownHost } from '../../test/support/unreachable-hosts.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import { pingService } from './ping-service.js';

const service = useProxiedStore();

test('a service refuses a request without a credential, and shows its clock', async () => {
  const { status, isAzure, clockSkew } = await pingService(service.proxy.url, undefined);
  expect({ status, isAzure }).toEqual({ status: 403, isAzure: true });
  expect(Math.abs(clockSkew ?? Infinity)).toBeLessThan(5_000);
  expect(service.proxy.requests).toHaveLength(1);
});

test.each([20, -20])('the clock of a service is %i minutes ahead', async (minutes) => {
  const date = new Date(Date.now() + minutes * 60_000).toUTCString();
  service.proxy.reset([
    { fault: { kind: 'status', status: 403, code: 'AuthenticationFailed', headers: { date } } },
  ]);
  const { clockSkew = 0 } = await pingService(service.proxy.url, undefined);
  expect(Math.round(clockSkew / 60_000)).toBe(minutes);
});

test.each([
  ['nobody listens', refusingHost, { kind: 'network', cause: { code: 'ECONNREFUSED' } }],
  ['nobody answers', silentHost, { kind: 'timeout', cause: { code: 'ETIMEDOUT' } }],
  ['nobody knows it', () => Promise.resolve(unknownHost), { kind: 'network' }],
])('where %s, there is an error', async (_, open, error) => {
  const door = await open();
  await expect(pingService(`http://${door.host}`, undefined)).rejects.toMatchObject({
    code: 'ERR_CACHE',
    ...error,
  });
  door.close();
});
