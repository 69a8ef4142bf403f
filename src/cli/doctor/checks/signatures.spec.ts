import { expect, test } from 'vitest';

import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { generateKeyPair } from '../../../trust/signature.js';
import { findingsOf } from '../check.js';
import { checkSignatures } from './signatures.js';

const { publicKey, signingKey } = generateKeyPair('main-2025');
const azure = {
  container: 'cache',
  accountName: 'acme',
  trust: { branches: ['main'], publicKeys: [publicKey] },
};
const trusted = { NX_AZURE_CACHE_SCOPE: 'trusted' };
const withKey = { NX_AZURE_CACHE_SIGNING_KEY: signingKey };
const readOnly = { NX_POWERPACK_CACHE_MODE: 'read-only' };

test.each([
  ['a trusted run with the key', { ...trusted, ...withKey }, 'pass', /signs with "main-2025"/],
  [
    'a trusted run without it',
    trusted,
    'fail',
    /NX_AZURE_CACHE_SIGNING_KEY is missing, so this trusted run stores nothing/,
  ],
  ['a trusted run that only reads', { ...trusted, ...readOnly }, 'pass', /stores nothing/],
  ['an untrusted run', {}, 'pass', /verifies trusted artifacts with "main-2025"/],
  ['an untrusted run with the key', withKey, 'fail', /^this untrusted run has NX_AZURE_CACHE_SIGNING_KEY/],
])('%s: %s', async (_, env, status, detail) => {
  const findings = await findingsOf(checkSignatures, createFakeSetup(azure, env));
  expect(findings).toEqual([
    expect.objectContaining({ status, detail: expect.stringMatching(detail) as string }),
  ]);
});

test('missing public keys are a warning, and without trust the check is skipped', async () => {
  const [unsigned] = await findingsOf(
    checkSignatures,
    createFakeSetup({ ...azure, trust: { branches: ['main'] } }),
  );
  expect(unsigned).toMatchObject({ status: 'warn', fix: expect.stringContaining('keygen') as string });
  expect(await findingsOf(checkSignatures, createFakeSetup({ ...azure, trust: undefined }))).toMatchObject([
    { status: 'skip' },
  ]);
});
