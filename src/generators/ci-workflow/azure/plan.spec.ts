import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { expandPipeline } from '../../../../test/ci-workflows/azure-template.js';
import { patched, readWorkflow, tryPatch } from '../../../../test/ci-workflows/patched.js';
import { resolveOptions } from '../options.js';
import { createPipeline } from './create.js';

const given = { provider: 'azure' };
const npm = { manager: 'npm', install: 'npm ci', nx: 'npx nx', setUp: undefined, isPinned: false } as const;
const created = createPipeline(resolveOptions(given, {}), npm);

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
    pool:
`);
  expect(jobs).toContain(`      # - script: npx nx-cloud record -- echo Hello World
      - \${{ if eq(variables['System.PullRequest.IsFork'], 'True') }}:
          - script: npx nx affected --base=$(BASE_SHA) --head=$(HEAD_SHA) -t lint test build
      - \${{ else }}:
          - task: AzureCLI@2
            inputs:
              azureSubscription: \${{ variables.cacheConnection }}
              scriptType: bash
              scriptLocation: inlineScript
              keepAzSessionActive: true # for longer than 10 minutes
              inlineScript: npx nx affected --base=$(BASE_SHA) --head=$(HEAD_SHA) -t lint test build
            \${{ if eq(variables.cacheConnection, 'nx-cache-trusted') }}:
              env:
                NX_AZURE_CACHE_SIGNING_KEY: $(NX_AZURE_CACHE_SIGNING_KEY)
      # Nx Cloud recommends fixes`);
});

test('a step with all kinds of keys keeps them, in its task as in forks', () => {
  const text = patched(readWorkflow('azure-stages'), given);
  expect(text).toContain(`      - \${{ if eq(variables['System.PullRequest.IsFork'], 'True') }}:
          - bash: |
              set -e
              npx nx affected -t lint \\
                test

              echo done   # and well
            displayName: 'Lint, test'   # of what is affected
            workingDirectory: web
            # Nobody waits for longer.
            timeoutInMinutes: 60
            env:
              NODE_OPTIONS: --max-old-space-size=4096
              # from the group
              NPM_TOKEN: $(NPM_TOKEN)
      - \${{ else }}:
          - task: AzureCLI@2
            displayName: 'Lint, test'   # of what is affected
            timeoutInMinutes: 60
            inputs:
              azureSubscription: \${{ variables.cacheConnection }}
              scriptType: bash
              scriptLocation: inlineScript
              keepAzSessionActive: true # for longer than 10 minutes
              inlineScript: |
                set -e
                npx nx affected -t lint \\
                  test

                echo done   # and well
              workingDirectory: web
            env:
              NODE_OPTIONS: --max-old-space-size=4096
              # from the group
              NPM_TOKEN: $(NPM_TOKEN)
              \${{ if eq(variables.cacheConnection, 'nx-cache-trusted') }}:
                NX_AZURE_CACHE_SIGNING_KEY: $(NX_AZURE_CACHE_SIGNING_KEY)
`);
  expect(text.match(/cacheConnection\n/g)).toHaveLength(2);
});

describe.each(['azure-nx', 'azure-stages'])('%s', (name) => {
  const found = readWorkflow(name);
  const text = patched(found, given);

  test('a second run changes nothing', () => {
    expect(tryPatch(text, given)).toEqual({ kind: 'complete' });
  });

  test('a fork runs what was there, but for the variable', () => {
    const fork = { 'System.PullRequest.IsFork': 'True', 'Build.Reason': 'PullRequest' };
    const drop = (pipeline: object) =>
      JSON.stringify(pipeline)
        .replace(/,?\{"name":"cacheConnection","value":"nx-cache-untrusted"\}/g, '')
        .replace('"variables":[],', '');
    expect(drop(expandPipeline(text, fork))).toBe(drop(expandPipeline(found, fork)));
  });

  test('what does not run Nx is as it was, to the byte', () => {
    const lines = text.split('\n').map((line) => line.trim());
    for (const line of found.split('\n')) expect(lines).toContain(line.trim());
  });
});

interface Task {
  readonly task?: string;
  readonly inputs?: { readonly azureSubscription?: string };
  readonly env?: Readonly<Record<string, string>>;
}

/** All steps of a run, wherever they stand. */
function stepsOf(value: unknown): Task[] {
  if (Array.isArray(value)) return value.flatMap(stepsOf);
  if (typeof value !== 'object' || value === null) return [];
  return 'task' in value ? [value as Task] : Object.values(value).flatMap(stepsOf);
}

/** The connections that a run signs in with, and whether it has the key and the group that holds it. */
function identityOf(text: string, variables: Readonly<Record<string, string>>) {
  const expanded = expandPipeline(text, variables);
  const tasks = stepsOf(expanded).filter(({ task }) => task === 'AzureCLI@2');
  const connections = new Set(tasks.map(({ inputs }) => inputs?.azureSubscription));
  return {
    connections: [...connections],
    hasKey: JSON.stringify(expanded).includes('NX_AZURE_CACHE_SIGNING_KEY'),
    hasGroup: JSON.stringify(expanded).includes('"group":"nx-cache-trusted"'),
  };
}

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

const step = ['steps:', '- script: npx nx build web'];
const linux = ['pool:', '  vmImage: ubuntu-latest'];
const pipeline = (...lines: string[]) => [...lines, ''].join('\n');

describe('nothing is changed, and it is said why, where', () => {
  test.each<[string, string, string]>([
    ['Windows', pipeline('pool:', '  vmImage: windows-latest', ...step), 'runs on windows-latest'],
    ['unknown agents', pipeline('pool: Own', ...step), 'runs on agents that are not known'],
    ['a matrix of images', pipeline('pool:', '  vmImage: $(image)', ...step), 'runs on $(image)'],
    ['a container', pipeline('container: node:22', ...linux, ...step), 'runs in a container'],
    ['PowerShell', pipeline(...linux, 'steps:', '- pwsh: npx nx build web'), 'runs Nx with "pwsh"'],
    ['a key of its own', pipeline(...linux, ...step, '  target: host'), 'runs Nx with "target"'],
    [
      'another connection',
      pipeline(
        ...linux,
        'steps:',
        '- task: AzureCLI@2',
        '  inputs:',
        '    azureSubscription: mine',
        '    inlineScript: npx nx build',
      ),
      'signs in with a service connection of its own',
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

test('a new pipeline is complete, and documented as it is', () => {
  expect(tryPatch(created, given)).toEqual({ kind: 'complete' });
  const documented = readFileSync('docs/security.md', 'utf8')
    .split('### Azure Pipelines')[1]
    ?.split('```yaml\n')[1]
    ?.split('```')[0];
  const picked = (value: unknown) => {
    const { variables, steps } = value as { variables: unknown[]; steps: object[] };
    return { variables: variables.slice(0, 2), steps: steps.slice(-2) };
  };
  expect(picked(parse(created))).toEqual(picked(parse(documented ?? '')));
});
