import { describe, expect, test } from 'vitest';
import { createLicenseIssuer } from '../../test/support/fakes/license-issuer.js';
import { ConfigError } from '../errors.js';
import { resolveConfig } from './resolve-config.js';

const azure = { container: 'cache', accountName: 'acme' };
const { publicKey, key } = createLicenseIssuer();
const wanted = '"<key id>:<base64 of 32 bytes>", as nx-azure-cache license keygen makes it';

const resolve = (license: unknown) => resolveConfig({ ...azure, license }, {}).license;

function issuesOf(license: unknown) {
  try {
    resolve(license);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

test('without the key nobody needs a license', () => {
  expect(resolveConfig(azure, {}).license).toBeUndefined();
});

test('the public key is enough, and an organization can be asked for', () => {
  expect(resolve({ publicKey })).toEqual({ publicKey: key, organization: undefined });
  expect(resolve({ publicKey, organization: 'Acme' })).toEqual({ publicKey: key, organization: 'Acme' });
});

describe('what is wrong keeps the cache off:', () => {
  test.each([
    [true, 'license', 'an object with the key publicKey', 'true'],
    [publicKey, 'license', 'an object with the key publicKey', '"acme-2026:[redacted]"'],
    [{}, 'license.publicKey', wanted, 'nothing'],
    [{ publicKey: '' }, 'license.publicKey', wanted, '""'],
    [{ publicKey: key.key }, 'license.publicKey', wanted, '"[redacted]"'],
    [{ publicKey: [publicKey] }, 'license.publicKey', wanted, '["acme-2026:[redacted]"]'],
    [{ publicKey, organization: 7 }, 'license.organization', /^the name of an organization/, '7'],
    [{ publicKey, organization: ' Acme' }, 'license.organization', /^the name/, '" Acme"'],
    [{ publicKey, organisation: 'Acme' }, 'license.organisation', /^one of publicKey, /, 'an unknown key'],
  ])('%j', (license, path, expected, given) => {
    expect(issuesOf(license)).toEqual([
      {
        path: `nx.json azure.${path}`,
        expected: typeof expected === 'string' ? expected : (expect.stringMatching(expected) as string),
        given,
      },
    ]);
  });
});
