import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { azFails, azSays, createAz, type Az, type AzBehavior, type AzSession } from './az.js';

const session: AzSession = {
  kind: 'session',
  user: 'ada@acme.example',
  tenant: 'one',
  tokens: { one: 'first', two: 'second' },
};
const execute = promisify(execFile);
const ask = async (az: Az, ...args: string[]) => {
  const env = { ...process.env, ...az.variables };
  const command = ['account', 'get-access-token', '--output', 'json', ...args].join(' ');
  const { stdout } = await execute('/bin/sh', ['-c', `az ${command}`], { env });
  return JSON.parse(stdout) as { accessToken: string; expires_on: number };
};
const started = (behavior: AzBehavior) => {
  const az = createAz(temporaryFolder(), behavior);
  onTestFinished(az.close);
  return az;
};

test('az gives the token of its tenant, or of another one on demand, and counts its starts', async () => {
  const az = started({ ...session, expiresIn: 60 });
  expect(await ask(az)).toMatchObject({ accessToken: 'first' });
  const { accessToken, expires_on } = await ask(az, '--tenant', 'two');
  expect(accessToken).toBe('second');
  expect(expires_on - Date.now() / 1000).toBeGreaterThan(30);
  expect(az.calls()[1]?.slice(-2)).toEqual(['--tenant', 'two']);
});

test('az refuses a tenant that it does not know', async () => {
  await expect(ask(started(session), '--tenant', 'three')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("AADSTS90002: Tenant 'three'") as string,
  });
});

test.each([
  ['has nobody signed in', azFails(azSays.notSignedIn), { code: 1, stderr: azSays.notSignedIn }],
  ['has expired', azFails(azSays.expiredByPolicy), { code: 1, stderr: azSays.expiredByPolicy }],
  ['may not be started', { kind: 'forbidden' } as const, { code: 126 }],
])('az that %s fails with the code and text of the real one', async (_, behavior, outcome) => {
  await expect(ask(started(behavior))).rejects.toMatchObject(outcome);
});

test('az that hangs is ended with the test', async () => {
  const az = started({ kind: 'hangs' });
  const asked = ask(az);
  await expect.poll(() => az.calls()).toHaveLength(1);
  az.close();
  await expect(asked).rejects.toThrow('Command failed');
  await expect.poll(() => az.running()).toEqual([]);
});

test('az keeps who is signed in, until they sign out', () => {
  const az = started(session);
  const profile = () => readFileSync(join(az.variables.AZURE_CONFIG_DIR, 'azureProfile.json'), 'utf8');
  expect(profile()).toContain('ada@acme.example');
  az.behave(azFails(azSays.expiredByAge));
  expect(profile()).toContain('ada@acme.example');
  az.behave(azFails(azSays.notSignedIn));
  expect(profile()).not.toContain('ada@acme.example');
});
