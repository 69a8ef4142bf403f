import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import { generateKeyPair } from '../../../trust/signature.js';
import { keyInReach } from './key-in-reach.js';

const { publicKey, signingKey } = generateKeyPair('main');
const trust = { branches: ['main'], publicKeys: [publicKey] };
const azure = { container: 'cache', accountName: 'acme', trust };
const trusted = { NX_AZURE_CACHE_SCOPE: 'trusted', NX_AZURE_CACHE_SIGNING_KEY: signingKey };

test.each([
  { env: {}, holders: [], status: 'pass', detail: /^no task of this run can read one/ },
  {
    env: {},
    holders: ['process 1 (npm)'],
    status: 'fail',
    detail: /from process 1 \(npm\), and this run is not/,
  },
  {
    env: trusted,
    holders: ['process 1 (npm)'],
    status: 'warn',
    detail: /from process 1 \(npm\), and so sign/,
  },
])('$status', async ({ env, holders, status, detail }) => {
  const findings = await keyInReach.run(createFakeSetup(azure, env, { keyInReach: () => holders }));
  expect(findings).toEqual([
    expect.objectContaining({ status, detail: expect.stringMatching(detail) as string }),
  ]);
});

test.each([
  ['21.6.0', 'pass'],
  ['22.0.0', 'warn'],
])('Nx %s, with the key taken out of the environment: %s', async (version, status) => {
  const setup = createFakeSetup(azure, trusted);
  mkdirSync(join(setup.cwd, 'node_modules/nx'), { recursive: true });
  writeFileSync(join(setup.cwd, 'node_modules/nx/package.json'), JSON.stringify({ version }));
  expect(await keyInReach.run(setup)).toMatchObject([{ status }]);
});

test('without trust there is nothing to sign', async () => {
  const setup = createFakeSetup({ ...azure, trust: undefined });
  expect(await keyInReach.run(setup)).toMatchObject([{ status: 'skip' }]);
});
