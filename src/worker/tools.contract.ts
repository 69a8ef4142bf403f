import { exec } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';

import { createAz } from '../../test/cloud/az.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { Activity } from './activity.js';
import { endTools, reportTools } from './tools.js';

function start() {
  const activity = new Activity();
  reportTools(activity);
  const az = createAz(temporaryFolder(), { kind: 'hangs' });
  onTestFinished(az.close);
  const sign = () => exec('az account get-access-token', { env: { ...process.env, ...az.variables } });
  return { activity, az, sign };
}

test.skipIf(process.platform === 'win32')('a tool that still signs in ends with the run', async () => {
  const { activity, az, sign } = start();
  const child = sign();
  await expect.poll(() => az.running(), { timeout: 10_000 }).toHaveLength(1);
  expect(activity.read('tool')).toBe(child.pid);
  const ended = once(child, 'exit');
  endTools(activity);
  await ended;
  expect(activity.read('tool')).toBe(0);
  await expect.poll(() => az.running(), { timeout: 10_000 }).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a tool that is started after the run ends at once', async () => {
  const { activity, az, sign } = start();
  endTools(activity);
  await once(sign(), 'exit');
  await expect.poll(() => az.running(), { timeout: 10_000 }).toEqual([]);
});

test('no tool is no problem', () => {
  expect(() => {
    endTools(new Activity());
  }).not.toThrow();
});
