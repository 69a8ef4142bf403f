import { expect, test } from 'vitest';

import { createFakeSetup, greeting } from '../../../../test/support/fakes/setup.js';
import { findingsOf } from '../check.js';
import { checkClock } from './clock.js';

const azure = { container: 'cache', accountName: 'acme' };
const look = (ahead: number | undefined) =>
  findingsOf(
    checkClock,
    createFakeSetup(azure, {}, { ping: () => Promise.resolve({ ...greeting, clockSkew: ahead }) }),
  );

test.each([
  [0, 'pass', "agrees with Azure's"],
  [2, 'pass', "agrees with Azure's"],
  [-2, 'pass', "agrees with Azure's"],
  [3, 'warn', "this machine's clock is 3 minutes behind: Azure may treat a SAS or token"],
  [-15, 'warn', "this machine's clock is 15 minutes ahead"],
  [16, 'fail', "this machine's clock is 16 minutes behind: Azure rejects"],
  [-600, 'fail', "this machine's clock is 600 minutes ahead: Azure rejects"],
])('a service that is %i minutes ahead: %s', async (minutes, status, detail) => {
  const [finding] = await look(minutes * 60_000);
  expect(finding).toMatchObject({ status, detail: expect.stringContaining(detail) as string });
  if (status === 'pass') expect(finding?.fix).toBeUndefined();
  else expect(finding?.fix).toMatch(/^enable time synchronization \(Linux: timedatectl set-ntp true/);
});

test('a service that does not send its time is skipped', async () => {
  expect(await look(undefined)).toMatchObject([{ status: 'skip' }]);
});
