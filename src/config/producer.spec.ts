import { expect, test } from 'vitest';
import { version } from '../../package.json';
import type { Environment } from './environment.js';
import { resolveProducer } from './producer.js';

const person = { USER: 'ada', USERNAME: 'ada', LOGNAME: 'ada', HOME: '/home/ada', GITHUB_ACTOR: 'ada' };
const github = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_RUN_ID: '42',
};
const azurePipelines = {
  TF_BUILD: 'True',
  SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'https://dev.azure.com/acme/',
  SYSTEM_TEAMPROJECT: 'web',
  BUILD_BUILDID: '43',
};
const gitlab = { GITLAB_CI: 'true', CI_JOB_URL: 'https://gitlab.com/acme/web/-/jobs/44' };

test.each<[string, Environment, string]>([
  ['GitHub', github, 'https://github.com/acme/web/actions/runs/42'],
  ['Azure Pipelines', azurePipelines, 'https://dev.azure.com/acme/web/_build/results?buildId=43'],
  ['GitLab', gitlab, 'https://gitlab.com/acme/web/-/jobs/44'],
  [
    'CircleCI',
    { CIRCLE_BUILD_URL: 'https://circleci.com/gh/acme/web/45' },
    'https://circleci.com/gh/acme/web/45',
  ],
  [
    'Buildkite',
    { BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/web/46' },
    'https://buildkite.com/acme/web/46',
  ],
  ['Jenkins', { BUILD_URL: 'https://ci.acme.example/47/' }, 'https://ci.acme.example/47/'],
  ['a CI without a URL', { CI: 'true' }, `ci ${process.platform}`],
  ['half of a URL is none', { ...github, GITHUB_RUN_ID: '' }, `ci ${process.platform}`],
  ['a machine of a person', {}, `local ${process.platform}`],
])('the producer in %s is where the run is', (_, env, where) => {
  const producer = resolveProducer({ ...person, ...env });
  expect(producer).toBe(`nx-azure-cache/${version} ${where}`);
  expect(producer).not.toContain('ada');
});

test('what metadata cannot hold is encoded', () => {
  const producer = resolveProducer({ ...azurePipelines, SYSTEM_TEAMPROJECT: 'Büro\r\nx-ms-meta-code: 0 🎉' });
  expect(producer).toContain('/acme/B%C3%BCrox-ms-meta-code:%200%20%F0%9F%8E%89/_build/');
  expect(producer).toMatch(/^[\x20-\x7e]+$/);
});

test('a producer has 500 characters at most', () => {
  expect(resolveProducer({ BUILD_URL: `https://ci.acme.example/${'a'.repeat(9000)}` })).toHaveLength(500);
});

test('a variable that holds no URL is not quoted', () => {
  expect(resolveProducer({ CI: 'true', BUILD_URL: 'job 5' })).toBe(
    `nx-azure-cache/${version} ci ${process.platform}`,
  );
});

test('a password in a URL is left out', () => {
  const producer = resolveProducer({ BUILD_URL: 'https://ada:s3cret@ci.acme.example/48/' });
  expect(producer).toBe(`nx-azure-cache/${version} https://ci.acme.example/48/`);
});
