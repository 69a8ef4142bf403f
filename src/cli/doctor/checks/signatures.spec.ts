import { expect, test } from 'vitest';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import { generateKeyPair } from '../../../trust/signature.js';
import { signatures } from './signatures.js';

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
  ['a trusted run without it', trusted, 'fail', /no NX_AZURE_CACHE_SIGNING_KEY, so that it stores nothing/],
  ['a trusted run that only reads', { ...trusted, ...readOnly }, 'pass', /stores nothing/],
  ['another run', {}, 'pass', /verified against "main-2025"/],
  ['another run with the key', withKey, 'fail', /is not trusted and has NX_AZURE_CACHE_SIGNING_KEY/],
])('%s: %s', async (_, env, status, detail) => {
  const findings = await signatures.run(createFakeSetup(azure, env));
  expect(findings).toEqual([
    expect.objectContaining({ status, detail: expect.stringMatching(detail) as string }),
  ]);
});

test('without keys, and without trust', async () => {
  const [unsigned] = await signatures.run(createFakeSetup({ ...azure, trust: { branches: ['main'] } }));
  expect(unsigned).toMatchObject({ status: 'warn', fix: expect.stringContaining('keygen') as string });
  expect(await signatures.run(createFakeSetup({ ...azure, trust: undefined }))).toMatchObject([
    { status: 'skip' },
  ]);
});
