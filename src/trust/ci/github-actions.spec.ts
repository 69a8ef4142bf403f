import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Environment } from '../../config/environment.js';
import type { CiRun } from './ci-run.js';
import { readGitHubActions } from './github-actions.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function payload(name: string, content: object | string): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const runner = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'ada',
  GITHUB_BASE_REF: '',
  GITHUB_HEAD_REF: '',
  GITHUB_REF_PROTECTED: 'true',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
};
const onMain = { GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' };
const onTag = { GITHUB_REF: 'refs/tags/v1.2', GITHUB_REF_NAME: 'v1.2', GITHUB_REF_TYPE: 'tag' };
const ofPullRequest = {
  GITHUB_BASE_REF: 'main',
  GITHUB_HEAD_REF: 'feature/x',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
  GITHUB_REF_TYPE: 'branch',
};
const queue = 'gh-readonly-queue/main/pr-7-a3c310584587d4b97c2df0cb46fe050cc46a15d6';

const provider = 'GitHub Actions';
const read = (event: string, env: Environment) =>
  readGitHubActions({ ...runner, GITHUB_EVENT_NAME: event, ...env });

describe('a run that certainly builds a branch reports it:', () => {
  test.each<[string, Environment, CiRun]>([
    ['push', onMain, { provider, event: 'push', branch: 'main' }],
    ['schedule', onMain, { provider, event: 'schedule', branch: 'main' }],
    ['workflow_dispatch', onMain, { provider, event: 'manual', branch: 'main' }],
    [
      'push',
      { ...onMain, GITHUB_REF: 'refs/heads/release/1.2' },
      { provider, event: 'push', branch: 'release/1.2' },
    ],
    [
      'merge_group',
      { ...onMain, GITHUB_REF: `refs/heads/${queue}` },
      { provider, event: 'merge-queue', branch: queue },
    ],
  ])('%s', (event, env, expected) => {
    expect(read(event, env)).toEqual(expected);
  });
});

test('a branch of a fork that looks like a variable that was not expanded is still a pull request', () => {
  const env = { ...ofPullRequest, GITHUB_HEAD_REF: '$(x)' };
  expect(read('pull_request', env)).toEqual({ provider, event: 'pull-request', pullRequest: '7' });
});

test.each(['push', 'workflow_dispatch', 'release', 'create'])('a %s of a tag reports the tag', (event) => {
  expect(read(event, onTag)).toEqual({ provider, event: 'tag', tag: 'v1.2' });
});

describe('a pull request has its number', () => {
  const expected = { provider, event: 'pull-request', pullRequest: '7' };

  test.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])('%s', (event) => {
    expect(read(event, ofPullRequest)).toEqual(expected);
  });

  test('pull_request_target, which runs under the ref of the base', () => {
    const GITHUB_EVENT_PATH = payload('target', { number: 7, pull_request: { number: 7 } });
    expect(read('pull_request_target', { ...onMain, GITHUB_HEAD_REF: 'main', GITHUB_EVENT_PATH })).toEqual(
      expected,
    );
  });

  test.each<[string, () => string | undefined]>([
    ['has no path', () => undefined],
    ['is not there', () => join(folder, 'gone.json')],
    ['is no JSON', () => payload('garbage', '<html>')],
    ['has none', () => payload('none', { pull_request: {} })],
    ['is null', () => payload('null', 'null')],
    ['has a text', () => payload('text', { pull_request: { number: '7/../../trusted' } })],
  ])('or none, when the payload of pull_request_target %s', (_, path) => {
    const run = read('pull_request_target', { ...onMain, GITHUB_EVENT_PATH: path() });
    expect(run).toEqual({ provider, event: 'pull-request', pullRequest: undefined });
  });
});

describe('an event that runs under a branch’s name but may build anything reports no branch:', () => {
  test.each([
    'workflow_run',
    'issue_comment',
    'issues',
    'repository_dispatch',
    'deployment',
    'deployment_status',
    'check_run',
    'check_suite',
    'status',
    'delete',
    'discussion_comment',
    'label',
    'an-event-of-tomorrow',
    'constructor',
    '',
  ])('%s', (event) => {
    expect(read(event, onMain)).toEqual({ provider, event: 'other' });
  });
});

describe('a pull request that changes variables of its own environment stays one:', () => {
  test.each<[string, string, Environment]>([
    ['the ref', 'pull_request', { ...ofPullRequest, ...onMain }],
    ['the event', 'push', ofPullRequest],
    ['the event and the ref, not the head', 'push', { ...ofPullRequest, ...onMain }],
    ['the event and the head, not the ref', 'push', { ...ofPullRequest, GITHUB_HEAD_REF: '' }],
  ])('%s', (_, event, env) => {
    expect(read(event, env)?.event).toBe('pull-request');
  });
});

test.each<[string, Environment]>([
  ['a branch without its type', { ...onMain, GITHUB_REF_TYPE: '' }],
  ['a short ref', { ...onMain, GITHUB_REF: 'main' }],
  ['no ref', {}],
])('variables that GitHub never sets like this are not believed: %s', (_, env) => {
  expect(read('push', env)).toEqual({ provider, event: 'other' });
});

test('another CI is not GitHub Actions', () => {
  expect(readGitHubActions({ GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_NAME: 'push' })).toBeUndefined();
});
