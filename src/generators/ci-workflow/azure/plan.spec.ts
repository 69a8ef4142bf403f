import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { expandPipeline } from '../../../../test/ci-workflows/azure-template.js';
import { patched, readWorkflow, tryPatch } from '../../../../test/ci-workflows/patched.js';
import { resolveOptions } from '../options.js';
import { createPipeline } from './create.js';

const given = { provider: 'azure' };
const npm = { manager: 'npm', install: 'npm ci', nx: 'npx nx', setUp: undefined, isPinned: false } as const;
const created = createPipeline(resolveOptions(given, {}), npm);

/** As they stand in front of a step that runs Nx, moved to the right. */
const signIn = (columns: number) =>
  `- \${{ if ne(variables['System.PullRequest.IsFork'], 'True') }}: # forks may use no service connection
    - task: AzureCLI@3
      displayName: Sign in to Azure for the remote cache of Nx
      continueOnError: true # no cache is no reason to fail
      timeoutInMinutes: 5 # nor to wait
      inputs:
        azureSubscription: \${{ variables.cacheConnection }}
        scriptType: bash
        scriptLocation: inlineScript
        addSpnToEnvironment: true
        allowNoSubscriptions: true
        inlineScript: |
          (umask 077 && printf %s "$idToken" > "$(Agent.TempDirectory)/nx-cache-token")
          echo "##vso[task.setvariable variable=cacheClientId]$servicePrincipalId"
          echo "##vso[task.setvariable variable=cacheTenantId]$tenantId"
`.replace(/^(?=.)/gm, ' '.repeat(columns));

const env = `AZURE_TOKEN_CREDENTIALS: WorkloadIdentityCredential # never the identity of the agent
AZURE_CLIENT_ID: $(cacheClientId)
AZURE_TENANT_ID: $(cacheTenantId)
AZURE_FEDERATED_TOKEN_FILE: $(Agent.TempDirectory)/nx-cache-token
\${{ if eq(variables.cacheConnection, 'nx-cache-trusted') }}:
  NX_AZURE_CACHE_SIGNING_KEY: $(NX_AZURE_CACHE_SIGNING_KEY)
`;
const envAt = (columns: number) => env.replace(/^(?=.)/gm, ' '.repeat(columns));

test('the pipeline that Nx makes', () => {
  const [, jobs] = patched(readWorkflow('azure-nx'), given).split('jobs:\n');
  expect(jobs).toContain(`  - job: main
    variables:
      # Trusted runs write the remote cache of Nx that all others read.
      - \${{ if and(eq(variables['Build.SourceBranch'], 'refs/heads/main'), in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI', 'Schedule', 'Manual')) }}:
          - group: nx-cache-trusted
          - name: cacheConnection
            value: nx-cache-trusted
      - \${{ else }}:
          - name: cacheConnection
            value: nx-cache-untrusted
      - name: cacheClientId # the sign-in fills in these two
        value: ''
      - name: cacheTenantId
        value: ''
    pool:
`);
  expect(jobs)
    .toContain(`${signIn(6)}      # Prepend any command with "nx-cloud record --" to record its logs to Nx Cloud
      # - script: npx nx-cloud record -- echo Hello World
      - script: npx nx affected --base=$(BASE_SHA) --head=$(HEAD_SHA) -t lint test build
        env:
${envAt(10)}      # Nx Cloud recommends fixes`);
});

test('a step with variables keeps them', () => {
  const text = patched(readWorkflow('azure-stages'), given);
  expect(text).toContain(`${signIn(6)}      - bash: |
`);
  expect(text).toContain(`        env:
${envAt(10)}          NODE_OPTIONS: --max-old-space-size=4096
          # from the group
          NPM_TOKEN: $(NPM_TOKEN)
`);
  expect(text.match(/task: AzureCLI@3\n/g)).toHaveLength(2);
});

describe.each(['azure-nx', 'azure-stages'])('%s', (name) => {
  const found = readWorkflow(name);
  const text = patched(found, given);

  test('a second run changes nothing', () => {
    expect(tryPatch(text, given)).toEqual({ kind: 'complete' });
  });

  test('a fork runs what was there, and nothing signs in', () => {
    const fork = { 'System.PullRequest.IsFork': 'True', 'Build.Reason': 'PullRequest' };
    const scripts = (source: string) =>
      stepsOf(expandPipeline(source, fork)).map(({ task, script, bash }) => task ?? script ?? bash);
    expect(scripts(text)).toEqual(scripts(found));
  });

  test('what does not run Nx is as it was, to the byte', () => {
    const lines = text.split('\n').map((line) => line.trim());
    for (const line of found.split('\n')) expect(lines).toContain(line.trim());
  });
});

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

const trustedBranches = ['main', 'release/*'];
const pipelines: [string, string][] = [
  ['a new pipeline', createPipeline(resolveOptions({ ...given, trustedBranches }, {}), npm)],
  ...['azure-nx', 'azure-stages'].map((name): [string, string] => [
    name,
    patched(readWorkflow(name), { ...given, trustedBranches }),
  ]),
];

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
  ])('%s of %s', (reason, branch, expected, more = {}) => {
    const variables = { 'Build.Reason': reason, 'Build.SourceBranch': branch, ...more };
    expect(identityOf(text, variables)).toEqual(expected);
  });
});

describe.each(pipelines)('the steps of %s', (_, text) => {
  const onMain = { 'Build.Reason': 'IndividualCI', 'Build.SourceBranch': 'refs/heads/main' };
  const steps = stepsOf(expandPipeline(text, onMain));
  const pinned = { AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential' };

  test('hand the token of the sign-in to Nx, in a file of this user alone, and print nothing of it', () => {
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

test.each([
  ['usgov', 'https://login.microsoftonline.us'],
  ['china', 'https://login.chinacloudapi.cn'],
])('in the cloud %s, Nx asks the Entra ID of that cloud', (cloud, authority) => {
  const text = createPipeline(resolveOptions({ ...given, cloud }, {}), npm);
  const [nx] = stepsOf(expandPipeline(text, {})).filter(({ env }) => env);
  expect(nx?.env).toMatchObject({ AZURE_AUTHORITY_HOST: authority });
});

const step = ['steps:', '- script: npx nx build web'];
const linux = ['pool:', '  vmImage: ubuntu-latest'];
const pipeline = (...lines: string[]) => [...lines, ''].join('\n');

describe('nothing is changed, and it is said why, where', () => {
  test.each<[string, string, string]>([
    ['Windows', pipeline('pool:', '  vmImage: windows-latest', ...step), 'runs on windows-latest'],
    ['unknown agents', pipeline('pool: Own', ...step), 'runs on agents that are not known'],
    ['a matrix of images', pipeline('pool:', '  vmImage: $(image)', ...step), 'runs on $(image)'],
    ['a container', pipeline('container: node:22', ...linux, ...step), 'runs in a container'],
    [
      'an identity of the step',
      pipeline(...linux, ...step, '  env:', '    AZURE_CLIENT_ID: mine'),
      'runs Nx with AZURE_CLIENT_ID of its own',
    ],
    [
      'a task that signs in and runs Nx',
      pipeline(
        ...linux,
        'steps:',
        '- task: AzureCLI@2',
        '  inputs:',
        '    azureSubscription: mine',
        '    inlineScript: npx nx build',
      ),
      'runs Nx inside of a task that signs in',
    ],
    [
      'variables as a map',
      pipeline('variables:', '  CI: true', ...linux, ...step),
      'a variable group has no place',
    ],
    [
      'variables in one line',
      pipeline('variables: [{ group: x }]', ...linux, ...step),
      'a variable group has no place',
    ],
    [
      'steps in one line',
      pipeline(...linux, 'steps: [{ script: npx nx build }]'),
      'where lines have to go in',
    ],
    ['an anchor', pipeline(...linux, 'steps: &steps', ...step.slice(1)), 'it has YAML anchors'],
    [
      'jobs and a matrix',
      pipeline(
        ...linux,
        'jobs:',
        '- job: a',
        '  strategy:',
        '    matrix: {}',
        '  steps:',
        '  - script: nx build a',
        '- job: b',
        '  steps:',
        '  - script: nx build b',
      ),
      'several jobs run Nx, some of them in a matrix',
    ],
  ])('%s', (_, found, reason) => {
    const result = tryPatch(found, given);
    expect(result.kind === 'by hand' ? result.reasons.join('; ') : result.kind).toContain(reason);
  });

  test.each<[string, string]>([
    ['no step runs Nx', pipeline(...linux, 'steps:', '- script: npm start')],
    ['a template does', pipeline(...linux, 'steps:', '- template: build.yml')],
  ])('%s', (_, found) => {
    expect(tryPatch(found, given)).toEqual({ kind: 'runs no Nx' });
  });
});

test.each([
  ['pwsh: npx nx build web'],
  ['powershell: npx nx build web'],
  ['bash: npx nx build web\n  target: host'],
])('a step of any kind stays as it is: %s', (line) => {
  const text = patched(pipeline(...linux, 'steps:', `- ${line}`), given);
  expect(text).toContain(`- ${line}\n  env:\n`);
});

test('a new pipeline is complete, and documented as it is', () => {
  expect(tryPatch(created, given)).toEqual({ kind: 'complete' });
  const documented = readFileSync('docs/security.md', 'utf8')
    .split('### Azure Pipelines')[1]
    ?.split('```yaml\n')[1]
    ?.split('```')[0];
  const picked = (value: unknown) => {
    const { variables, steps } = value as { variables: unknown[]; steps: object[] };
    return { variables: variables.slice(0, 4), steps: steps.slice(-2) };
  };
  expect(picked(parse(created))).toEqual(picked(parse(documented ?? '')));
});
