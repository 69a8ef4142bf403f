import { expect, test } from 'vitest';

import type { ConfigIssue } from '../errors.js';
import type { Environment } from './environment.js';
import { resolveRunOutputs, resolveDrainLimits } from './run-options.js';

const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/tmp/step' };
const azurePipelines = { TF_BUILD: 'True', AGENT_TEMPDIRECTORY: '/agent/temp' };

test.each<[string, Environment, unknown]>([
  ['a machine of a person', {}, undefined],
  ['GitHub Actions', github, { kind: 'github', file: '/tmp/step' }],
  ['a GitHub without job summaries', { GITHUB_ACTIONS: 'true' }, undefined],
  ['Azure Pipelines', azurePipelines, { kind: 'azure-pipelines', folder: '/agent/temp' }],
  ['an agent without a temporary folder', { TF_BUILD: 'True' }, undefined],
  ['GitLab', { GITLAB_CI: 'true' }, { kind: 'gitlab' }],
  ['another CI', { CI: 'true', CIRCLECI: 'true' }, undefined],
  ['an Nx that is a task of another one', { ...github, NX_TASK_TARGET_PROJECT: 'web' }, undefined],
  ['not wanted', { ...github, NX_AZURE_CACHE_JOB_SUMMARY: 'false' }, undefined],
])('the job summary goes to %s', (_, env, place) => {
  const issues: ConfigIssue[] = [];
  expect(resolveRunOutputs(env, issues)).toEqual({ summary: undefined, jobSummary: place });
  expect(issues).toEqual([]);
});

test('the path of the summary file is not changed', () => {
  expect(resolveRunOutputs({ NX_AZURE_CACHE_SUMMARY: ' out/run.json ' }, []).summary).toBe('out/run.json');
});

test('a job summary that is neither true nor false is an issue', () => {
  const issues: ConfigIssue[] = [];
  resolveRunOutputs({ NX_AZURE_CACHE_JOB_SUMMARY: 'no' }, issues);
  expect(issues).toEqual([{ path: 'NX_AZURE_CACHE_JOB_SUMMARY', expected: 'true or false', given: '"no"' }]);
});

const total = 'NX_AZURE_CACHE_DRAIN_TIMEOUT';
const stall = 'NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT';

test.each([
  [{}, 10_000, 300_000],
  [{ [total]: '', [stall]: ' ' }, 10_000, 300_000],
  [{ [total]: '60' }, 10_000, 60_000],
  [{ [stall]: '2.5' }, 2_500, 300_000],
  [{ [total]: '0', [stall]: '0' }, 0, 0],
  [{ [total]: ' 99999 ' }, 10_000, 99_999_000],
])('the drain limits of %j', (env, stalled, inAll) => {
  const issues: ConfigIssue[] = [];
  expect(resolveDrainLimits(env, issues)).toEqual({ stalled, total: inAll });
  expect(issues).toEqual([]);
});

test.each(['-1', '5m', '1e3', 'Infinity', 'NaN', '1,5', '100000', '.5'])(
  'the drain limit %s is refused',
  (given) => {
    const issues: ConfigIssue[] = [];
    resolveDrainLimits({ [total]: given, [stall]: given }, issues);
    const expected = { expected: 'a number of seconds, e.g. 30', given: JSON.stringify(given) };
    expect(issues).toEqual([
      { path: stall, ...expected },
      { path: total, ...expected },
    ]);
  },
);
