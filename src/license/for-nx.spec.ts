import { expect, test } from 'vitest';

import { createLicenseIssuer, inDays } from '../../test/support/fakes/license-issuer.js';
import { createWorkspace } from '../../test/support/fakes/setup.js';
import { assertCounts, readNxLicense } from './for-nx.js';
import { toSeconds } from './license.js';

const issuer = createLicenseIssuer();
const azure = { container: 'cache', accountName: 'acme', license: { publicKey: issuer.publicKey } };
const settings = (license: string, given: object = azure) => ({
  root: createWorkspace({}),
  azure: given,
  env: { NX_KEY: license },
});

test('Nx gets the facts of the license that it prints', async () => {
  const expiresAt = inDays(30);
  expect(await readNxLicense(settings(await issuer.issue({ expiresAt })))).toEqual({
    organizationName: 'Acme',
    seatCount: 300,
    workspaceCount: 5,
    expiresAt: toSeconds(expiresAt),
    isPowerpack: true,
  });
});

test('Nx gets nothing where no license is required, whatever licenses exist', async () => {
  const off = { ...azure, license: undefined };
  expect(await readNxLicense(settings(await issuer.issue(), off))).toBeNull();
});

test('Nx gets the error that it prints', async () => {
  await expect(readNxLicense(settings(''))).rejects.toMatchObject({ problem: 'missing' });
  const wrong = { ...azure, license: { publicKey: 'key' } };
  await expect(readNxLicense(settings('', wrong))).rejects.toMatchObject({ code: 'ERR_CONFIG' });
});

test('a license that would not be valid is rejected', async () => {
  await assertCounts(settings(''), await issuer.issue());
  const foreign = await createLicenseIssuer().issue();
  await expect(assertCounts(settings(''), foreign)).rejects.toThrow(
    'the license from the command line has no valid signature',
  );
  await assertCounts(settings('', { ...azure, license: undefined }), foreign);
});
