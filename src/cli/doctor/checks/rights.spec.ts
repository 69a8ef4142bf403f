import { describe, expect, test } from 'vitest';
import { createMemoryProbe } from '../../../../test/support/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import type { Environment } from '../../../config/environment.js';
import type { Probe } from '../../../blob/probe.js';
import { rights } from './rights.js';

const azure = { container: 'cache', accountName: 'acme' };
const trust = { branches: ['main'], untrustedContainer: 'other' };
const pullRequest = { NX_AZURE_CACHE_SCOPE: 'pr/7' };

function run(
  permissions: string,
  given: { env?: Environment; trust?: object; instead?: Partial<Probe> } = {},
) {
  const probe = { ...createMemoryProbe(permissions), ...given.instead };
  const settings = given.trust ? { ...azure, trust: given.trust } : azure;
  return rights.run(createFakeSetup(settings, given.env, { probe: () => Promise.resolve(probe) }));
}

test.each([
  ['rcwdl', 'it may list and delete, which only stats, ls and prune need'],
  ['rc', 'it may not list and not delete, which only stats, ls and prune need'],
])('with %s it can store and read', async (permissions, others) => {
  const found = await run(permissions);
  expect(found.map(({ status }) => status)).toEqual(
    permissions === 'rc' ? Array(4).fill('pass') : Array(3).fill('pass'),
  );
  expect(found.map(({ detail }) => detail).slice(0, 3)).toEqual([
    'this run may create and read in "shared" of container "cache"',
    'what is there is kept: creating it again is refused',
    others,
  ]);
});

test('what it cannot remove is named', async () => {
  const left = (await run('rc')).at(-1);
  expect(left?.detail).toMatch(/leaves "v1\/shared\/doctor[0-9a-f]{32}" in container "cache"/);
});

describe('a run that cannot create', () => {
  test('stores nothing, until it may', async () => {
    expect(await run('r')).toMatchObject([
      { status: 'fail', fix: expect.stringMatching(/may write.*, or set the mode "read-only"$/) as string },
    ]);
    expect(await run('rc')).not.toContainEqual(expect.objectContaining({ status: 'fail' }));
  });

  test('and is not trusted harms nobody', async () => {
    expect(await run('r', { env: pullRequest, trust })).toMatchObject([
      {
        status: 'warn',
        detail: 'this run stores nothing: creating in "pr/7" of container "other" is refused',
      },
    ]);
  });
});

test('one that cannot read what it stores', async () => {
  expect(await run('cw')).toContainEqual(expect.objectContaining({ status: 'fail' }));
});

test('a service that replaces what is to be kept', async () => {
  const found = await run('rcwdl', { instead: { createAgain: () => Promise.resolve('done') } });
  expect(found[1]).toMatchObject({ status: 'fail', fix: expect.stringContaining('If-None-Match') as string });
});

test.each([
  [{ NX_POWERPACK_CACHE_MODE: 'read-only' }, undefined],
  [{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'workflow_run' }, trust],
])('%j: nothing to try', async (env, trust) => {
  expect(await run('rcwd', { env, ...(trust && { trust }) })).toMatchObject([{ status: 'skip' }]);
});
