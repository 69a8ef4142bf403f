import { expect, test } from 'vitest';
import type { Environment } from '../config/environment.js';
import { isCI } from './is-ci.js';

/** Read off `nx/src/utils/is-ci` of Nx 24.0.6. */
test.each<[Environment, boolean]>([
  [{}, false],
  [{ CI: 'true' }, true],
  [{ CI: '1' }, true],
  [{ CI: '' }, false],
  [{ CI: 'false' }, false],
  [{ CI: 'false', GITHUB_ACTIONS: 'true', JENKINS_URL: 'https://ci.acme.example' }, false],
  [{ CI: 'FALSE' }, true],
  [{ TF_BUILD: 'true' }, true],
  [{ TF_BUILD: 'True' }, false], // what Azure Pipelines sets; BUILD_BUILDID is what gives it away
  [{ TF_BUILD: 'True', BUILD_BUILDID: '7' }, true],
  [{ GITHUB_ACTIONS: 'true' }, true],
  [{ GITHUB_ACTIONS: 'false' }, false],
  [{ BUILDKITE: 'true' }, true],
  [{ CIRCLECI: 'true' }, true],
  [{ CIRRUS_CI: 'true' }, true],
  [{ TRAVIS: 'true' }, true],
  [{ TRAVIS: '1' }, false],
  [{ 'bamboo.buildKey': 'KEY' }, true],
  [{ bamboo_buildKey: 'KEY' }, true],
  [{ CODEBUILD_BUILD_ID: 'a:1' }, true],
  [{ GITLAB_CI: 'true' }, true],
  [{ HEROKU_TEST_RUN_ID: '1' }, true],
  [{ BUILD_ID: '1' }, true],
  [{ BUILD_NUMBER: '1' }, true],
  [{ TEAMCITY_VERSION: '2025.1' }, true],
  [{ JENKINS_URL: 'https://ci.acme.example' }, true],
  [{ HUDSON_URL: 'https://ci.acme.example' }, true],
  [{ HOME: '/home/ci', NX_CI_EXECUTION_ID: '1' }, false],
])('the variables %j are those of a CI: %s', (env, expected) => {
  expect(isCI(env)).toBe(expected);
});
