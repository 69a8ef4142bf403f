import { exec } from 'node:child_process';
import type { TokenCredential } from '@azure/identity';
import { expect, onTestFinished, test } from 'vitest';

import { createAz } from '../../../test/cloud/az.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { watchCredential } from './default-credential.js';

/** Asks an az that hangs, as `@azure/identity` does. */
function hanging() {
  const az = createAz(temporaryFolder(), { kind: 'hangs' });
  onTestFinished(az.close);
  const getToken: TokenCredential['getToken'] = () =>
    new Promise((_, reject) => {
      exec('az account get-access-token', { env: { ...process.env, ...az.variables } }, () => {
        reject(new Error('no token'));
      });
    });
  return { az, credential: { getToken } };
}

test.skipIf(process.platform === 'win32')('a tool that hangs is ended, whole, and named', async () => {
  const { az, credential } = hanging();
  const before = process.listenerCount('exit');
  const asked = watchCredential(credential, { limit: 1_500 }).ask({});
  await expect(asked).rejects.toMatchObject({
    kind: 'credential',
    expected: false,
    message: expect.stringContaining('the Azure CLI gave no token within 1.5 s and was ended') as string,
  });
  await expect.poll(() => az.running(), { timeout: 10_000 }).toEqual([]);
  expect(process.listenerCount('exit')).toBe(before);
});
