import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { generateKeyPair } from '../../../trust/generate-key-pair.js';
import { keyInReach } from './key-in-reach.js';

const { publicKey, signingKey } = generateKeyPair('main');
const trust = { branches: ['main'], publicKeys: [publicKey] };
const azure = { container: 'cache', accountName: 'acme', trust };
const trusted = { NX_AZURE_CACHE_SCOPE: 'trusted', NX_AZURE_CACHE_SIGNING_KEY: signingKey };

test.each([
  { env: {}, holders: [], status: 'pass', detail: /^no task of this run can read it/ },
  {
    env: {},
    holders: ['process 1 (npm)'],
    status: 'fail',
    detail: /^a task of this untrusted run can read it from process 1 \(npm\)$/,
  },
  {
    env: trusted,
    holders: ['process 1 (npm)'],
    status: 'warn',
    detail: /from process 1 \(npm\), and sign with it$/,
  },
])('the signing key is a $status with %o in reach', async ({ env, holders, status, detail }) => {
  const findings = await keyInReach.run(createFakeSetup(azure, env, { findSigningKey: () => holders }));
  expect(findings).toEqual([
    expect.objectContaining({ status, detail: expect.stringMatching(detail) as string }),
  ]);
});

test.each([
  ['21.6.0', 'pass'],
  ['22.0.0', 'warn'],
])('Nx %s with the key in the environment: %s', async (version, status) => {
  const setup = createFakeSetup(azure, trusted);
  mkdirSync(join(setup.cwd, 'node_modules/nx'), { recursive: true });
  writeFileSync(join(setup.cwd, 'node_modules/nx/package.json'), JSON.stringify({ version }));
  expect(await keyInReach.run(setup)).toMatchObject([{ status }]);
});

test('the check is skipped without trust', async () => {
  const setup = createFakeSetup({ ...azure, trust: undefined });
  expect(await keyInReach.run(setup)).toMatchObject([{ status: 'skip' }]);
});
