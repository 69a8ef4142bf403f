import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLicenseIssuer, inDays } from '../../../../test/support/fakes/license-issuer.js';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import { license } from './license.js';

const issuer = createLicenseIssuer();
const terms = { publicKey: issuer.publicKey, organization: 'Acme' };
const azure = { container: 'cache', accountName: 'acme', license: terms };

test.each([
  ['that counts', issuer.issue(), 'pass', /^"Acme" until \d{4}-\d\d-\d\d, from NX_KEY$/],
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
    /^the cache is not shared: .* expired on /,
  ],
  ['of another', issuer.issue({ organization: 'Beta' }), 'fail', /is for "Beta", not for "Acme"$/],
  [
    'by another',
    createLicenseIssuer('other').issue(),
    'fail',
    /is signed by the key "other", not by "acme-2026"$/,
  ],
  ['that is none', Promise.resolve('something'), 'fail', /is not a license of nx-azure-cache$/],
  ['that is not there', Promise.resolve(''), 'fail', /^the cache is not shared: there is no license in /],
])('one %s', async (_, text, status, detail) => {
  const [finding, ...others] = await license.run(createFakeSetup(azure, { NX_KEY: await text }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  expect(finding?.fix === undefined).toBe(status === 'pass');
});

test('a file that cannot be read', async () => {
  const setup = createFakeSetup(azure);
  mkdirSync(join(setup.cwd, '.nx/key/key.ini'), { recursive: true });
  expect(await license.run(setup)).toMatchObject([
    { status: 'fail', detail: expect.stringContaining('cannot be read (EISDIR)') as string },
  ]);
});

test('nobody needs one', async () => {
  const setup = createFakeSetup({ ...azure, license: undefined }, { NX_KEY: 'something' });
  expect(await license.run(setup)).toEqual([
    { status: 'pass', detail: 'nobody needs one: azure.license is not set' },
  ]);
});
