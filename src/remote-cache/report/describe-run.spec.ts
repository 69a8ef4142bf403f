import { expect, test } from 'vitest';

import { version } from '../../../package.json';
import type { Environment } from '../../config/environment.js';
import { resolveConfig } from '../../config/resolve-config.js';
import { resolveAccess } from '../../trust/resolve-access.js';
import { describeRun } from './describe-run.js';

const github = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_RUN_ID: '42',
};
const push = { GITHUB_EVENT_NAME: 'push', GITHUB_REF_TYPE: 'branch', GITHUB_REF: 'refs/heads/main' };
const pullRequest = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' };
const trust = { branches: ['main'] };

function describeIn(env: Environment, azure: object = {}) {
  const config = resolveConfig({ container: 'cache', accountName: 'acme', ...azure }, env);
  return describeRun({ root: '/nowhere', config, access: resolveAccess(config, env), env });
}

test('a run without trust on a personal machine uses the shared scope', () => {
  expect(describeIn({})).toEqual({
    package: version,
    nx: undefined,
    mode: 'read-write',
    scopes: { reads: ['shared'], writes: 'shared' },
    ci: undefined,
  });
});

test('a build of main reads and writes trusted', () => {
  expect(describeIn({ ...github, ...push }, { trust })).toMatchObject({
    scopes: { reads: ['trusted'], writes: 'trusted' },
    ci: {
      provider: 'GitHub Actions',
      event: 'push',
      branch: 'main',
      url: 'https://github.com/acme/web/actions/runs/42',
    },
  });
});

test('a pull request reads trusted and its own scope, and writes its own', () => {
  expect(describeIn({ ...github, ...pullRequest }, { trust })).toMatchObject({
    scopes: { reads: ['trusted', 'pr/7'], writes: 'pr/7' },
    ci: { event: 'pull-request', pullRequest: '7' },
  });
});

test.each([
  ['read-only', { reads: ['shared'], writes: undefined }],
  ['no-cache', { reads: [], writes: undefined }],
])('a run in mode %s writes nothing', (mode, scopes) => {
  expect(describeIn({ NX_POWERPACK_CACHE_MODE: mode })).toMatchObject({ mode, scopes });
});

test('a run of an unknown branch writes nothing', () => {
  expect(describeIn({ ...github, GITHUB_EVENT_NAME: 'workflow_run' }, { trust }).scopes).toEqual({
    reads: ['trusted'],
    writes: undefined,
  });
});
