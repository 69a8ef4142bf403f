import { expect, test } from 'vitest';

import { createFakeSetup, createWorkspace, installStub } from '../../../../test/fakes/setup.js';
import { createSetup } from '../setup.js';
import { findingsOf } from '../check.js';
import { assessNode, checkVersions } from './versions.js';

test.each([
  ['20.1.4', 'pass', undefined],
  ['24.0.6', 'pass', undefined],
  ['19.8.14', 'fail', 'update to Nx 20.1 or later'],
  ['25.0.0', 'warn', 'update nx-azure-cache'],
])('Nx %s: %s', async (version, status, fix) => {
  const setup = createFakeSetup({});
  installStub(setup.cwd, 'nx', { version });
  const [nx] = await findingsOf(checkVersions, setup);
  expect(nx?.detail).toContain(`Nx ${version}`);
  expect({ status: nx?.status, fix: nx?.fix }).toEqual({ status, fix });
});

test('a missing Nx is a warning, and a missing workspace is skipped', async () => {
  expect((await findingsOf(checkVersions, createFakeSetup({})))[0]).toMatchObject({ status: 'warn' });
  expect((await findingsOf(checkVersions, createSetup(createWorkspace(undefined), {})))[0]).toMatchObject({
    status: 'skip',
  });
});

test.each([
  ['24.1.0', true, 'pass', 'Node 24.1.0'],
  ['20.19.0', false, 'pass', /has no zstd, so artifacts are compressed with Brotli/],
  ['18.20.4', false, 'fail', 'Node 18.20.4 is too old'],
])('Node %s with zstd (%s): %s', (version, hasZstd, status, detail) => {
  expect(assessNode(version, { hasZstd })).toMatchObject({
    status,
    detail: expect.stringMatching(detail) as string,
  });
});

test.each([
  ['24.0.6', '20.20.2', 'warn', 'use Node 22.12+, 24 or 26'],
  ['20.8.4', '26.1.0', 'warn', 'use Node 20, 22 or 24'],
  ['24.0.6', '26.1.0', 'pass', undefined],
  ['20.8.4', '18.20.4', 'fail', 'update to Node 20 or later'],
])('Nx %s on Node %s: %s', async (nx, nodeVersion, status, fix) => {
  const setup = createFakeSetup({}, {}, { nodeVersion });
  installStub(setup.cwd, 'nx', { version: nx });
  const [, node] = await findingsOf(checkVersions, setup);
  expect(node?.detail).toContain(`Node ${nodeVersion}`);
  expect({ status: node?.status, fix: node?.fix }).toEqual({ status, fix });
});
