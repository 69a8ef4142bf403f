import { expect, test } from 'vitest';

import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import { findingsOf } from '../check.js';
import { checkMode } from './mode.js';

const azure = { container: 'cache', accountName: 'acme', localMode: 'read' };

test('a workspace in which no run stores is a warning, until CI stores', async () => {
  const readOnly = { ...azure, localMode: 'read-only', ciMode: 'read' };
  const run = async (env: Environment, settings: object = readOnly) =>
    (await findingsOf(checkMode, createFakeSetup(settings, env)))[0];
  for (const env of [{}, { CI: 'true' }])
    expect(await run(env)).toMatchObject({
      status: 'warn',
      fix: expect.stringContaining('ciMode') as string,
    });
  expect(await run({}, { ...readOnly, ciMode: 'read-write' })).toMatchObject({ status: 'pass' });
  expect(await run({ NX_POWERPACK_CACHE_MODE: 'read-write' })).toMatchObject({ status: 'pass' });
});

test.each([
  [{}, 'pass', 'read-only, set by azure.localMode (applies outside CI)'],
  [{ CI: 'true' }, 'pass', 'read-write, the default in CI (azure.ciMode is not set)'],
  [{ CI: 'true', NX_POWERPACK_CACHE_MODE: 'read-only' }, 'pass', 'read-only, set by NX_POWERPACK_CACHE_MODE'],
  [
    { NX_POWERPACK_CACHE_MODE: 'no-cache' },
    'warn',
    /^no-cache, set by NX_POWERPACK_CACHE_MODE: nothing is retrieved or stored$/,
  ],
])('%j: %s, %s', async (env, status, detail) => {
  const [finding] = await findingsOf(checkMode, createFakeSetup(azure, env));
  expect(finding?.status).toBe(status);
  expect(finding?.detail).toMatch(detail);
});
