import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { expandPipeline } from '../../../test/ci-workflows/azure-template.js';
import { completeNxWorkflow, generateWorkflow, readWorkflow } from '../../../test/ci-workflows/generate.js';

interface Step {
  readonly task?: string;
  readonly script?: string;
  readonly bash?: string;
  readonly continueOnError?: boolean;
  readonly timeoutInMinutes?: number;
  readonly inputs?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** All steps of a run, wherever they stand. */
function stepsOf(value: unknown): Step[] {
  if (Array.isArray(value)) return value.flatMap(stepsOf);
  if (typeof value !== 'object' || value === null) return [];
  return ['task', 'script', 'bash'].some((key) => key in value)
    ? [value]
    : Object.values(value).flatMap(stepsOf);
}

/** The connections that a run signs in with, and whether it has the key and the group that holds it. */
function identityOf(text: string, variables: Readonly<Record<string, string>>) {
  const expanded = expandPipeline(text, variables);
  const signIns = stepsOf(expanded).filter(({ task }) => task === 'AzureCLI@3');
  const connections = new Set(signIns.map(({ inputs }) => inputs?.['azureSubscription']));
  return {
    connections: [...connections],
    hasKey: JSON.stringify(expanded).includes('NX_AZURE_CACHE_SIGNING_KEY'),
    hasGroup: JSON.stringify(expanded).includes('"group":"nx-cache-trusted"'),
  };
}

/** What the agent knows after the script of the sign-in, run as the task runs it, and what Nx finds then. */
function environmentOfNx(steps: readonly Step[], signsIn: boolean) {
  const temp = mkdtempSync(join(tmpdir(), 'nx-azure-cache-'));
  const variables = new Map([
    ['cacheClientId', ''],
    ['cacheTenantId', ''],
    ['Agent.TempDirectory', temp],
  ]);
  const expand = (text: string) =>
    text.replace(/\$\(([\w.]+)\)/g, (macro, name: string) => variables.get(name) ?? macro);
  const script = steps.find(({ task }) => task === 'AzureCLI@3')?.inputs?.['inlineScript'] as string;
  const output = signsIn
    ? execFileSync('bash', ['-c', expand(script)], { encoding: 'utf8', env: ofTask })
    : '';
  for (const [, name = '', value = ''] of output.matchAll(
    /^##vso\[task\.setvariable variable=(\w+)\](.*)$/gm,
  ))
    variables.set(name, value);
  const nx = steps.find(({ env }) => env?.['AZURE_FEDERATED_TOKEN_FILE']);
  const entries = Object.entries(nx?.env ?? {}).map(([name, value]) => [name, expand(value)] as const);
  const { AZURE_FEDERATED_TOKEN_FILE: file = '', ...env } = Object.fromEntries(entries);
  const token = existsSync(file)
    ? { text: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777 }
    : undefined;
  rmSync(temp, { recursive: true });
  return { output, env, token };
}

/** What the task adds with `addSpnToEnvironment`, for a connection with workload identity federation. */
const ofTask = {
  PATH: process.env['PATH'],
  idToken: 'eyJ.a.b',
  servicePrincipalId: 'client',
  tenantId: 'tenant',
};

const given = { provider: 'azure', trustedBranches: ['main', 'release/*'] };
const completed = completeNxWorkflow(given);
const pipelines = [
  ['a new pipeline', generateWorkflow(given)],
  ["Nx's own pipeline with the printed lines", completed],
] as const;

describe.each(pipelines)('in %s', (_, text) => {
  const trusted = { connections: ['nx-cache-trusted'], hasKey: true, hasGroup: true };
  const untrusted = { connections: ['nx-cache-untrusted'], hasKey: false, hasGroup: false };
  const nobody = { connections: [], hasKey: false, hasGroup: false };

  test.each<[string, string, object, object?]>([
    ['IndividualCI', 'refs/heads/main', trusted],
    ['BatchedCI', 'refs/heads/main', trusted],
    ['Schedule', 'refs/heads/main', trusted],
    ['Manual', 'refs/heads/release/1.2', trusted],
    ['IndividualCI', 'refs/heads/feature', untrusted],
    ['IndividualCI', 'refs/heads/mainly', untrusted],
    ['IndividualCI', 'refs/tags/main', untrusted],
    ['ResourceTrigger', 'refs/heads/main', untrusted],
    ['BuildCompletion', 'refs/heads/main', untrusted],
    ['PullRequest', 'refs/pull/7/merge', untrusted],
    ['PullRequest', 'refs/heads/main', untrusted],
    ['PullRequest', 'refs/pull/7/merge', nobody, { 'System.PullRequest.IsFork': 'True' }],
    ['PullRequest', 'refs/heads/main', nobody, { 'System.PullRequest.IsFork': 'True' }],
  ])('a run by %s of %s has its own identity', (reason, branch, expected, more = {}) => {
    const variables = { 'Build.Reason': reason, 'Build.SourceBranch': branch, ...more };
    expect(identityOf(text, variables)).toEqual(expected);
  });
});

describe.each(pipelines)('the steps of %s', (_, text) => {
  const onMain = { 'Build.Reason': 'IndividualCI', 'Build.SourceBranch': 'refs/heads/main' };
  const steps = stepsOf(expandPipeline(text, onMain));
  const pinned = { AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential' };

  test('hand the token of the sign-in to Nx in a file that only this user can read, and print nothing of it', () => {
    const { output, env, token } = environmentOfNx(steps, true);
    expect(env).toMatchObject({ ...pinned, AZURE_CLIENT_ID: 'client', AZURE_TENANT_ID: 'tenant' });
    expect(token).toEqual({ text: 'eyJ.a.b', mode: 0o600 });
    expect(output).not.toContain('eyJ');
  });

  test('leave Nx without an identity, and the build to go on, when the sign-in fails or hangs', () => {
    const { env, token } = environmentOfNx(steps, false);
    expect(env).toMatchObject({ ...pinned, AZURE_CLIENT_ID: '', AZURE_TENANT_ID: '' });
    expect(token).toBeUndefined();
    const signIns = steps.filter(({ task }) => task === 'AzureCLI@3');
    for (const { continueOnError, timeoutInMinutes, inputs } of signIns) {
      expect({ continueOnError, timeoutInMinutes }).toEqual({ continueOnError: true, timeoutInMinutes: 5 });
      expect(inputs).toMatchObject({ allowNoSubscriptions: true, addSpnToEnvironment: true });
      expect(inputs?.['inlineScript']).not.toContain('npx');
    }
  });

  test('sign in right before each that runs Nx: the token lasts for 10 minutes', () => {
    const runsNx = steps.flatMap(({ env }, index) => (env?.['AZURE_FEDERATED_TOKEN_FILE'] ? [index] : []));
    expect(runsNx.length).toBeGreaterThan(0);
    for (const index of runsNx) expect(steps[index - 1]?.task).toBe('AzureCLI@3');
  });
});

test("a fork runs the steps of Nx's own pipeline, and nothing signs in", () => {
  const fork = { 'System.PullRequest.IsFork': 'True', 'Build.Reason': 'PullRequest' };
  const commands = (source: string) =>
    stepsOf(expandPipeline(source, fork)).map(({ task, script, bash }) => task ?? script ?? bash);
  expect(commands(completed)).toEqual(commands(readWorkflow('azure-nx')));
});

test.each([
  ['usgov', 'https://login.microsoftonline.us'],
  ['china', 'https://login.chinacloudapi.cn'],
])('in the cloud %s, Nx asks the Entra ID of that cloud', (cloud, authority) => {
  const text = generateWorkflow({ provider: 'azure', cloud });
  const [nx] = stepsOf(expandPipeline(text, {})).filter(({ env }) => env);
  expect(nx?.env).toMatchObject({ AZURE_AUTHORITY_HOST: authority });
});

test.each([
  [['main', 'release/*'], 'origin/main'],
  [['release/*', 'trunk'], 'origin/trunk'],
  [['release/*'], 'origin/main'],
])('pull requests are compared with a trusted branch: %o', (trustedBranches, base) => {
  const text = generateWorkflow({ provider: 'azure', trustedBranches });
  const { variables } = expandPipeline(text, { 'Build.Reason': 'PullRequest' });
  expect(variables).toContainEqual({ name: 'NX_BASE', value: base });
});

test('the settings name the refs of the trusted branches', () => {
  expect(generateWorkflow(given)).toContain('Branch control: refs/heads/main, refs/heads/release/*\n');
});
