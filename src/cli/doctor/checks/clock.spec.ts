import { expect, test } from 'vitest';
import { createFakeSetup, greeting } from '../../../../test/support/fakes/setup.js';
import { clock } from './clock.js';

const azure = { container: 'cache', accountName: 'acme' };
const look = (ahead: number | undefined) =>
  clock.run(createFakeSetup(azure, {}, { knock: () => Promise.resolve({ ...greeting, clockSkew: ahead }) }));

test.each([
  [0, 'pass', 'agrees'],
  [2, 'pass', 'agrees'],
  [-2, 'pass', 'agrees'],
  [3, 'warn', "this machine's clock is 3 minutes behind: a SAS or token"],
  [-15, 'warn', "this machine's clock is 15 minutes ahead"],
  [16, 'fail', "this machine's clock is 16 minutes behind: Azure refuses"],
  [-600, 'fail', "this machine's clock is 600 minutes ahead: Azure refuses"],
])('a service that is %i minutes ahead: %s', async (minutes, status, detail) => {
  const [finding] = await look(minutes * 60_000);
  expect(finding).toMatchObject({ status, detail: expect.stringContaining(detail) as string });
  expect(finding?.fix).toBe(status === 'pass' ? undefined : 'have it set by NTP (timedatectl set-ntp true)');
});

test('a service without a clock', async () => {
  expect(await look(undefined)).toMatchObject([{ status: 'skip' }]);
});
