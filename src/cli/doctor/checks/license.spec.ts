import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createLicenseIssuer, inDays } from '../../../../test/fakes/license-issuer.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { findingsOf } from '../check.js';
import { checkLicense } from './license.js';

const issuer = createLicenseIssuer();
const terms = { publicKey: issuer.publicKey, organization: 'Acme' };
const azure = { container: 'cache', accountName: 'acme', license: terms };

test.each([
  ['that is valid', issuer.issue(), 'pass', /^valid for "Acme" until \d{4}-\d\d-\d\d, from NX_KEY$/],
  [
    'that expires soon',
    issuer.issue({ expiresAt: inDays(13) }),
    'warn',
    /^the license from NX_KEY expires on /,
  ],
  [
    'that has expired',
    issuer.issue({ expiresAt: inDays(-2) }),
    'fail',
    /^the remote cache is off: .* expired on /,
  ],
  ['of another', issuer.issue({ organization: 'Beta' }), 'fail', /is for "Beta", not for "Acme"$/],
  [
    'by another',
    createLicenseIssuer('other').issue(),
    'fail',
    /is signed by the key "other", not by "acme-2026"$/,
  ],
  ['of unknown form', Promise.resolve('something'), 'fail', /is not a license of nx-azure-cache$/],
  ['that is missing', Promise.resolve(''), 'fail', /^the remote cache is off: there is no license in /],
])('a license %s', async (_, text, status, detail) => {
  const [finding, ...others] = await findingsOf(checkLicense, createFakeSetup(azure, { NX_KEY: await text }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  expect(finding?.fix === undefined).toBe(status === 'pass');
});

test('a license file that cannot be read fails', async () => {
  const setup = createFakeSetup(azure);
  mkdirSync(join(setup.cwd, '.nx/key/key.ini'), { recursive: true });
  expect(await findingsOf(checkLicense, setup)).toMatchObject([
    { status: 'fail', detail: expect.stringContaining('cannot be read (EISDIR)') as string },
  ]);
});

test('no license is required without azure.license', async () => {
  const setup = createFakeSetup({ ...azure, license: undefined }, { NX_KEY: 'something' });
  expect(await findingsOf(checkLicense, setup)).toEqual([
    { status: 'pass', detail: 'not required: azure.license is not set' },
  ]);
});
