const trueInCI = ['TF_BUILD', 'GITHUB_ACTIONS', 'BUILDKITE', 'CIRCLECI', 'CIRRUS_CI', 'TRAVIS'];
const setInCI = [
  'CI',
  'bamboo.buildKey',
  'bamboo_buildKey',
  'CODEBUILD_BUILD_ID',
  'GITLAB_CI',
  'HEROKU_TEST_RUN_ID',
  'BUILD_ID',
  'BUILD_NUMBER',
  'BUILD_BUILDID',
  'TEAMCITY_VERSION',
  'JENKINS_URL',
  'HUDSON_URL',
];

/** Whether Nx takes this for a CI run (`nx/src/utils/is-ci` of Nx 24: `CI=false` is a no, whatever else is set). */
export function isCI(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['CI'] === 'false') return false;
  return trueInCI.some((name) => env[name] === 'true') || setInCI.some((name) => !!env[name]);
}
