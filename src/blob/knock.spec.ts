import { expect, test } from 'vitest';
import { refusingDoor, silentDoor, unknownDoor } from '../../test/closed-doors.js';
import { useProxiedStore } from '../../test/use-proxied-store.js';
import { knock } from './knock.js';

const service = useProxiedStore();

test('a service refuses whoever has no credential, and shows its clock', async () => {
  const { status, isAzure, ahead } = await knock(service.proxy.url);
  expect({ status, isAzure }).toEqual({ status: 403, isAzure: true });
  expect(Math.abs(ahead ?? Infinity)).toBeLessThan(5_000);
  expect(service.proxy.requests).toHaveLength(1);
});

test.each([20, -20])('a clock that is %i minutes ahead', async (minutes) => {
  const date = new Date(Date.now() + minutes * 60_000).toUTCString();
  service.proxy.reset([
    { fault: { kind: 'status', status: 403, code: 'AuthenticationFailed', headers: { date } } },
  ]);
  const { ahead = 0 } = await knock(service.proxy.url);
  expect(Math.round(ahead / 60_000)).toBe(minutes);
});

test.each([
  ['nobody listens', refusingDoor, { kind: 'network', cause: { code: 'ECONNREFUSED' } }],
  ['nobody answers', silentDoor, { kind: 'timeout', cause: { code: 'ETIMEDOUT' } }],
  ['nobody knows it', () => Promise.resolve(unknownDoor), { kind: 'network' }],
])('where %s, there is an error', async (_, open, error) => {
  const door = await open();
  await expect(knock(`http://${door.host}`)).rejects.toMatchObject({ code: 'ERR_CACHE', ...error });
  door.close();
});
