import { describe, expect, test } from 'vitest';

import { createMemoryProbe } from '../../../../test/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import type { Probe } from '../../../blob/probe.js';
import type { Environment } from '../../../config/environment.js';
import { findingsOf } from '../check.js';
import { checkRights } from './rights.js';

const azure = { container: 'cache', accountName: 'acme' };
const trust = { branches: ['main'], untrustedContainer: 'other' };
const pullRequest = { NX_AZURE_CACHE_SCOPE: 'pr/7' };

function run(
  permissions: string,
  given: { env?: Environment; trust?: object; instead?: Partial<Probe> } = {},
) {
  const probe = { ...createMemoryProbe(permissions), ...given.instead };
  const settings = given.trust ? { ...azure, trust: given.trust } : azure;
  return findingsOf(
    checkRights,
    createFakeSetup(settings, given.env, { probe: () => Promise.resolve(probe) }),
  );
}

test.each([
  ['rcwdl', 'it can list and can delete, which only stats, ls and prune need'],
  ['rc', 'it cannot list and cannot delete, which only stats, ls and prune need'],
])('a SAS with %s can store and read', async (permissions, others) => {
  const found = await run(permissions);
  expect(found.map(({ status }) => status)).toEqual(
    permissions === 'rc' ? Array(4).fill('pass') : Array(3).fill('pass'),
  );
  expect(found.map(({ detail }) => detail).slice(0, 3)).toEqual([
    'this run can create and read in "shared" of container "cache"',
    'existing blobs are kept: creating one again is refused',
    others,
  ]);
});

test('a test blob that cannot be deleted is named', async () => {
  const left = (await run('rc')).at(-1);
  expect(left?.detail).toMatch(/^the test blob "v1\/shared\/doctor[0-9a-f]{32}" stays in container "cache"/);
});

describe('a run that cannot create', () => {
  test('fails, until it can', async () => {
    expect(await run('r')).toMatchObject([
      {
        status: 'fail',
        fix: expect.stringMatching(/can write.*, or set the mode to "read-only"$/) as string,
      },
    ]);
    expect(await run('rc')).not.toContainEqual(expect.objectContaining({ status: 'fail' }));
  });

  test('is a warning if it is untrusted', async () => {
    expect(await run('r', { env: pullRequest, trust })).toMatchObject([
      {
        status: 'warn',
        detail: 'this run cannot store: creating in "pr/7" of container "other" is refused',
      },
    ]);
  });
});

test('a run that cannot read what it stores fails', async () => {
  expect(await run('cw')).toContainEqual(expect.objectContaining({ status: 'fail' }));
});

test('a service that replaces existing blobs fails', async () => {
  const found = await run('rcwdl', { instead: { createAgain: () => Promise.resolve('done') } });
  expect(found[1]).toMatchObject({ status: 'fail', fix: expect.stringContaining('If-None-Match') as string });
});

test.each([
  [{ NX_POWERPACK_CACHE_MODE: 'read-only' }, undefined],
  [{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'workflow_run' }, trust],
])('a run with %j stores nothing, so the check is skipped', async (env, trust) => {
  expect(await run('rcwd', { env, ...(trust && { trust }) })).toMatchObject([{ status: 'skip' }]);
});
