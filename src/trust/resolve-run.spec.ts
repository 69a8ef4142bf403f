import { describe, expect, test } from 'vitest';

import type { Environment } from '../config/environment.js';
import type { CiRun } from './ci/ci-run.js';
import { resolveRun } from './resolve-run.js';

/** What the variables of a CI say, as its documentation shows them. */
type Rows = [string, Environment, Omit<CiRun, 'provider'>][];

function describeProvider(provider: string, always: Environment, rows: Rows): void {
  describe(provider, () => {
    test.each(rows)('%s', (_, env, expected) => {
      const run = resolveRun({ CI: 'true', ...always, ...env });
      expect(JSON.parse(JSON.stringify(run))).toEqual({ provider, ...expected });
    });
  });
}

const other = { event: 'other' } as const;

describeProvider(
  'Azure Pipelines',
  { TF_BUILD: 'True', BUILD_BUILDID: '43', BUILD_REPOSITORY_PROVIDER: 'TfsGit' },
  [
    [
      'a push',
      { BUILD_REASON: 'IndividualCI', BUILD_SOURCEBRANCH: 'refs/heads/main', BUILD_SOURCEBRANCHNAME: 'main' },
      { event: 'push', branch: 'main' },
    ],
    [
      'a batch of pushes',
      {
        BUILD_REASON: 'BatchedCI',
        BUILD_SOURCEBRANCH: 'refs/heads/release/1.2',
        BUILD_SOURCEBRANCHNAME: '1.2',
      },
      { event: 'push', branch: 'release/1.2' },
    ],
    [
      'a schedule',
      { BUILD_REASON: 'Schedule', BUILD_SOURCEBRANCH: 'refs/heads/main' },
      { event: 'schedule', branch: 'main' },
    ],
    [
      'a manual run',
      { BUILD_REASON: 'Manual', BUILD_SOURCEBRANCH: 'refs/heads/main' },
      { event: 'manual', branch: 'main' },
    ],
    [
      'a tag',
      { BUILD_REASON: 'IndividualCI', BUILD_SOURCEBRANCH: 'refs/tags/v1' },
      { event: 'tag', tag: 'v1' },
    ],
    [
      'a pull request of Azure Repos',
      {
        BUILD_REASON: 'PullRequest',
        BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
        SYSTEM_PULLREQUEST_SOURCEBRANCH: 'refs/heads/feature/x',
        SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      },
      { event: 'pull-request', pullRequest: '7' },
    ],
    [
      'a pull request of a GitHub fork',
      {
        BUILD_REASON: 'PullRequest',
        BUILD_REPOSITORY_PROVIDER: 'GitHub',
        BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
        SYSTEM_PULLREQUEST_ISFORK: 'True',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '1803847111',
        SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: '7',
      },
      { event: 'pull-request', pullRequest: '7' },
    ],
    [
      'a pull request that somebody ran by hand',
      { BUILD_REASON: 'Manual', BUILD_SOURCEBRANCH: 'refs/pull/7/merge' },
      { event: 'pull-request', pullRequest: '7' },
    ],
    [
      'a pull request that says it is a push to main',
      {
        BUILD_REASON: 'IndividualCI',
        BUILD_SOURCEBRANCH: 'refs/heads/main',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
      },
      { event: 'pull-request', pullRequest: '7' },
    ],
    [
      'a pull request without a number',
      { BUILD_REASON: 'PullRequest', BUILD_SOURCEBRANCH: 'refs/heads/main' },
      { event: 'pull-request' },
    ],
    [
      'a push whose steps map the variables of a pull request, which Azure leaves as they are',
      {
        BUILD_REASON: 'IndividualCI',
        BUILD_SOURCEBRANCH: 'refs/heads/main',
        SYSTEM_PULLREQUEST_PULLREQUESTID: '$(System.PullRequest.PullRequestId)',
        SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: '$(System.PullRequest.PullRequestNumber)',
      },
      { event: 'push', branch: 'main' },
    ],
    [
      "a pull request of Azure Repos with GitHub's number mapped",
      {
        BUILD_REASON: 'PullRequest',
        BUILD_SOURCEBRANCH: 'refs/pull/7/merge',
        SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: '$(System.PullRequest.PullRequestNumber)',
      },
      { event: 'pull-request', pullRequest: '7' },
    ],
    ['another pipeline', { BUILD_REASON: 'BuildCompletion', BUILD_SOURCEBRANCH: 'refs/heads/main' }, other],
    ['a resource', { BUILD_REASON: 'ResourceTrigger', BUILD_SOURCEBRANCH: 'refs/heads/main' }, other],
    ['a shelveset', { BUILD_REASON: 'ValidateShelveset', BUILD_SOURCEBRANCH: '$/project/main' }, other],
    ['nothing else', {}, other],
  ],
);

describeProvider('GitLab CI/CD', { GITLAB_CI: 'true', CI_DEFAULT_BRANCH: 'main' }, [
  [
    'a push',
    { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_NAME: 'main' },
    { event: 'push', branch: 'main' },
  ],
  [
    'a push to a branch that has a merge request',
    {
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_BRANCH: 'feature/x',
      CI_OPEN_MERGE_REQUESTS: 'acme/web!7',
    },
    { event: 'push', branch: 'feature/x' },
  ],
  [
    'a schedule',
    { CI_PIPELINE_SOURCE: 'schedule', CI_COMMIT_BRANCH: 'main' },
    { event: 'schedule', branch: 'main' },
  ],
  [
    'the button "New pipeline"',
    { CI_PIPELINE_SOURCE: 'web', CI_COMMIT_BRANCH: 'main' },
    { event: 'manual', branch: 'main' },
  ],
  [
    'a tag',
    { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_TAG: 'v1', CI_COMMIT_REF_NAME: 'v1' },
    { event: 'tag', tag: 'v1' },
  ],
  [
    'a merge request',
    {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_EVENT_TYPE: 'detached',
      CI_COMMIT_REF_NAME: 'feature/x',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a merge train',
    {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_EVENT_TYPE: 'merge_train',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a merge request of a fork, from its main',
    {
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: 'mallory/web',
      CI_COMMIT_REF_NAME: 'main',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'an external pull request',
    {
      CI_PIPELINE_SOURCE: 'external_pull_request_event',
      CI_EXTERNAL_PULL_REQUEST_IID: '7',
      CI_COMMIT_BRANCH: 'main',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a merge request that says it is a push to main',
    { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_MERGE_REQUEST_IID: '7' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a merge request without a number',
    { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_BRANCH: 'main' },
    { event: 'pull-request' },
  ],
  ...['api', 'trigger', 'pipeline', 'parent_pipeline', 'chat', 'external', 'webide', 'constructor'].map(
    (source): Rows[number] => [
      `a pipeline started by: ${source}`,
      { CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: 'main' },
      { event: 'other', branch: 'main' },
    ],
  ),
  ['nothing else', {}, other],
]);

describeProvider('Bitbucket Pipelines', { BITBUCKET_BUILD_NUMBER: '44', BITBUCKET_REPO_SLUG: 'web' }, [
  ['a push, a schedule or a manual run', { BITBUCKET_BRANCH: 'main' }, { event: 'push', branch: 'main' }],
  ['a tag', { BITBUCKET_TAG: 'v1' }, { event: 'tag', tag: 'v1' }],
  [
    'a pull request',
    {
      BITBUCKET_BRANCH: 'feature/x',
      BITBUCKET_PR_ID: '7',
      BITBUCKET_PR_DESTINATION_BRANCH: 'main',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request of a fork, from its main',
    { BITBUCKET_BRANCH: 'main', BITBUCKET_PR_ID: '7', BITBUCKET_PR_DESTINATION_BRANCH: 'main' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  ['nothing else', {}, other],
]);

const circle = 'https://circleci.com/gh/acme/web/45';
describeProvider('CircleCI', { CIRCLECI: 'true', CIRCLE_BUILD_URL: circle }, [
  ['a push, a schedule or a manual run', { CIRCLE_BRANCH: 'main' }, { event: 'push', branch: 'main' }],
  [
    'a Bitbucket project',
    { CIRCLE_BRANCH: 'main', CIRCLE_BUILD_URL: 'https://circleci.com/bb/acme/web/45' },
    { event: 'push', branch: 'main' },
  ],
  ['a tag', { CIRCLE_TAG: 'v1' }, { event: 'tag', tag: 'v1' }],
  [
    'a push to a branch that has a pull request',
    {
      CIRCLE_BRANCH: 'feature/x',
      CIRCLE_PULL_REQUEST: 'https://github.com/acme/web/pull/7',
      CIRCLE_PULL_REQUESTS: 'https://github.com/acme/web/pull/7',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request of a fork',
    {
      CIRCLE_BRANCH: 'pull/7',
      CIRCLE_PR_NUMBER: '7',
      CIRCLE_PR_REPONAME: 'web',
      CIRCLE_PR_USERNAME: 'mallory',
      CIRCLE_PULL_REQUEST: 'https://github.com/acme/web/pull/7',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request by its branch alone',
    { CIRCLE_BRANCH: 'pull/7/head' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request without a number',
    { CIRCLE_BRANCH: 'main', CIRCLE_PULL_REQUEST: 'soon' },
    { event: 'pull-request' },
  ],
  [
    'a project of the GitHub App, which is not told of pull requests',
    { CIRCLE_BRANCH: 'main', CIRCLE_BUILD_URL: 'https://app.circleci.com/jobs/circleci/1a2b/3c4d/45' },
    other,
  ],
  ['nothing else', {}, other],
]);

const jenkins = { JENKINS_URL: 'https://ci.acme.example/', BUILD_NUMBER: '46', GIT_BRANCH: 'origin/main' };
describeProvider('Jenkins', jenkins, [
  ['a branch of a multibranch pipeline', { BRANCH_NAME: 'main' }, { event: 'push', branch: 'main' }],
  [
    'a tag',
    { BRANCH_NAME: 'v1', TAG_NAME: 'v1', TAG_TIMESTAMP: '1546300800000' },
    { event: 'tag', tag: 'v1' },
  ],
  [
    'a pull request',
    { BRANCH_NAME: 'PR-7', CHANGE_ID: '7', CHANGE_BRANCH: 'feature/x', CHANGE_TARGET: 'main' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request of a fork, from its main',
    { BRANCH_NAME: 'PR-7', CHANGE_ID: '7', CHANGE_BRANCH: 'main', CHANGE_FORK: 'mallory' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request that says it is main',
    { BRANCH_NAME: 'main', CHANGE_ID: '7' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'the pull request builder of GitHub',
    { ghprbPullId: '7', ghprbSourceBranch: 'main' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  ['the GitLab plugin', { gitlabMergeRequestIid: '7' }, { event: 'pull-request', pullRequest: '7' }],
  ['a job that is not multibranch', {}, other],
]);

const buildkite = { BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: 'false' };
describeProvider('Buildkite', buildkite, [
  ['a push', { BUILDKITE_SOURCE: 'webhook' }, { event: 'push', branch: 'main' }],
  ['a schedule', { BUILDKITE_SOURCE: 'schedule' }, { event: 'schedule', branch: 'main' }],
  ['a tag', { BUILDKITE_SOURCE: 'webhook', BUILDKITE_TAG: 'v1' }, { event: 'tag', tag: 'v1' }],
  [
    'a pull request',
    { BUILDKITE_SOURCE: 'webhook', BUILDKITE_BRANCH: 'feature/x', BUILDKITE_PULL_REQUEST: '7' },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'a pull request of a fork, from its main',
    {
      BUILDKITE_SOURCE: 'webhook',
      BUILDKITE_PULL_REQUEST: '7',
      BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/mallory/web.git',
    },
    { event: 'pull-request', pullRequest: '7' },
  ],
  [
    'the repository of a pull request without its number',
    { BUILDKITE_SOURCE: 'webhook', BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/mallory/web.git' },
    other,
  ],
  ['no word on pull requests', { BUILDKITE_SOURCE: 'webhook', BUILDKITE_PULL_REQUEST: '' }, other],
  ...['ui', 'api', 'trigger_job', 'constructor', ''].map((source): Rows[number] => [
    `a build whose branch is a label: ${source}`,
    { BUILDKITE_SOURCE: source },
    other,
  ]),
]);

describeProvider(
  'TeamCity',
  { TEAMCITY_VERSION: '2025.07', BUILD_NUMBER: '47', BUILD_VCS_NUMBER: 'ffac53' },
  [['anything', {}, other]],
);

test('a personal machine is not a CI', () => {
  expect(resolveRun({ USER: 'ada', GIT_BRANCH: 'main' })).toBeUndefined();
});

test.each([
  ['an unknown CI', { CI: 'true', TRAVIS_BRANCH: 'main' }, 'this CI'],
  ['two at once', { GITLAB_CI: 'true', ...jenkins, BRANCH_NAME: 'main' }, 'GitLab CI/CD and Jenkins'],
])('nothing is certain with the variables of %s', (_, env, provider) => {
  expect(resolveRun(env)).toEqual({ provider, event: 'other' });
});

test('a known CI is one, whatever the variable CI contains', () => {
  expect(resolveRun({ CI: 'false', ...buildkite })?.provider).toBe('Buildkite');
});
