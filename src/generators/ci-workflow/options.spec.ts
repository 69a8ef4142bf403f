import { expect, test } from 'vitest';

import { resolveOptions } from './options.js';
import schema from './schema.json';
import type { CiWorkflowSchema } from './schema.js';

test('without other options, the defaults count', () => {
  expect(resolveOptions({ provider: 'github' }, {})).toEqual({
    provider: 'github',
    cloud: 'public',
    trustedBranches: ['main'],
    githubEnvironment: schema.properties.githubEnvironment.default,
  });
});

test('the branches of nx.json are the default, and an option overrides them', () => {
  const azure = { trust: { branches: ['trunk', 'release/*'] } };
  expect(resolveOptions({ provider: 'gitlab' }, azure).trustedBranches).toEqual(['trunk', 'release/*']);
  expect(resolveOptions({ provider: 'gitlab', trustedBranches: ['**'] }, azure).trustedBranches).toEqual([
    '**',
  ]);
});

test('the cloud is that of the endpoint in nx.json', () => {
  const azure = { endpoint: 'https://acmenxcache.blob.core.usgovcloudapi.net' };
  expect(resolveOptions({ provider: 'gitlab' }, azure).cloud).toBe('usgov');
  expect(resolveOptions({ provider: 'gitlab', cloud: 'china' }, azure).cloud).toBe('china');
});

const ending = 'expected a name of letters, digits and . _ / + @ -, with * or ** only at its end, got';

test.each<[string, CiWorkflowSchema, string]>([
  [
    'no provider',
    { provider: undefined as never },
    '--provider: expected github, azure or gitlab, got nothing',
  ],
  ['another CI', { provider: 'jenkins' }, '--provider: expected github, azure or gitlab, got "jenkins"'],
  ['no branch', { trustedBranches: [] }, '--trustedBranches: expected at least one branch'],
  ['a star in the middle', { trustedBranches: ['a*b'] }, `--trustedBranches.0: ${ending} "a*b"`],
  ['an empty name', { trustedBranches: ['main', ''] }, `--trustedBranches.1: ${ending} ""`],
  ['what a shell would run', { trustedBranches: ['x) id;;'] }, `--trustedBranches.0: ${ending} "x) id;;"`],
  ['what ends an expression', { trustedBranches: ["x'||'"] }, `--trustedBranches.0: ${ending} "x'||'"`],
  [
    'the environment that all may use',
    { githubEnvironment: 'nx-cache-untrusted' },
    '--githubEnvironment: expected another environment than that of untrusted runs, got "nx-cache-untrusted"',
  ],
  ['a file elsewhere', { file: '../ci.yml' }, '--file: expected a YAML file below the root of the workspace'],
  ['another cloud', { cloud: 'germany' }, '--cloud: expected public, usgov or china, got "germany"'],
  ['no YAML', { file: 'Jenkinsfile' }, '--file: expected a YAML file below the root of the workspace'],
])('refuses %s', (_, given, message) => {
  expect(() => resolveOptions({ provider: 'github', ...given }, {})).toThrow(message);
});
