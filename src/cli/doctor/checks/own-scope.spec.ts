import { expect, test } from 'vitest';
import { createMemoryProbe } from '../../../../test/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { ownScope } from './own-scope.js';

const azure = {
  container: 'cache',
  accountName: 'acme',
  trust: { branches: ['main'], untrustedContainer: 'other' },
};
const scope = { NX_AZURE_CACHE_SCOPE: 'pr/7' };

const run = (permissions: string, env: Environment = scope) =>
  ownScope.run(createFakeSetup(azure, env, { probe: () => Promise.resolve(createMemoryProbe(permissions)) }));

test('an untrusted run can store in its own scope', async () => {
  expect(await run('rcwd')).toEqual([
    { status: 'pass', detail: 'this run may create in "pr/7" of container "other"' },
  ]);
});

test('what it cannot remove is named', async () => {
  const [, left] = await run('rcw');
  expect(left?.detail).toMatch(/leaves "v1\/pr\/7\/doctor[0-9a-f]{32}" in container "other"/);
});

test('one that cannot is a warning, as it harms nobody', async () => {
  const [finding] = await run('r');
  expect(finding).toMatchObject({ status: 'warn', fix: expect.stringContaining('"read-only"') as string });
});

test.each([
  [{ NX_AZURE_CACHE_SCOPE: 'trusted' }],
  [{ ...scope, NX_POWERPACK_CACHE_MODE: 'read-only' }],
  [{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'workflow_run' }],
])('%j: nothing to try', async (env) => {
  expect(await run('rcwd', env)).toMatchObject([{ status: 'skip' }]);
});
