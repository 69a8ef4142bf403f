import { expect, test } from 'vitest';

import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { findingsOf } from '../check.js';
import { checkScopes } from './scopes.js';

const azure = { container: 'cache', accountName: 'acme', trust: { branches: ['main'] } };
const github = { GITHUB_ACTIONS: 'true', CI: 'true' };

test('one shared scope is a warning', async () => {
  expect(await findingsOf(checkScopes, createFakeSetup({ ...azure, trust: undefined }))).toEqual([
    {
      status: 'warn',
      detail: expect.stringContaining(
        'anyone who can write to the cache can make others run their code',
      ) as string,
      fix: expect.stringContaining('azure.trust') as string,
    },
  ]);
});

test.each([
  [
    { NX_AZURE_CACHE_SCOPE: 'trusted' },
    'pass',
    /^reads trusted, writes trusted: set by NX_AZURE_CACHE_SCOPE$/,
  ],
  [{}, 'pass', /^reads trusted and local\/(.+), writes local\/\1: outside CI$/],
  [
    {
      ...github,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REF_NAME: 'main',
    },
    'pass',
    /^reads trusted, writes trusted: GitHub Actions reports "push" of branch "main"$/,
  ],
  [
    { ...github, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
    'pass',
    /^reads trusted and pr\/7, writes pr\/7: GitHub Actions reports "pull-request" of pull request "7"/,
  ],
  [
    { ...github, GITHUB_EVENT_NAME: 'workflow_run' },
    'warn',
    /^reads trusted, writes nothing: GitHub Actions/,
  ],
])('the scope of a run with %j: %s', async (env, status, detail) => {
  const findings = await findingsOf(checkScopes, createFakeSetup(azure, env));
  expect(findings).toEqual([
    expect.objectContaining({ status, detail: expect.stringMatching(detail) as string }),
  ]);
});
