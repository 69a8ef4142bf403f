import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { evaluateGitHub, runsIf } from '../../../../test/ci-workflows/github-expression.js';
import { workflowErrors } from '../../../../test/ci-workflows/github-workflow.js';
import { patched, readWorkflow } from '../../../../test/ci-workflows/patched.js';
import { resolveOptions } from '../options.js';
import { createWorkflow } from './create.js';

interface Run {
  readonly event: string;
  readonly ref: string;
  readonly isFork?: boolean;
  /** A run of a fork's own, where nobody has set anything up. */
  readonly inFork?: boolean;
}

interface Step {
  readonly uses?: string;
  readonly if?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly environment?: { readonly name: string }; readonly steps: readonly Step[] }>
  >;
}

/** What security.md has the environments hold. */
const environments: Readonly<Record<string, { vars: object; secrets: object }>> = {
  'nx-cache-trusted': {
    vars: { AZURE_CLIENT_ID: 'trusted' },
    secrets: { NX_AZURE_CACHE_SIGNING_KEY: 'key' },
  },
  'nx-cache-untrusted': { vars: { AZURE_CLIENT_ID: 'untrusted' }, secrets: {} },
};

/** Who a job signs in as, and the key that its Nx finds. */
function identityOf(workflow: string, run: Run): { signsInAs: string; key: string } {
  const job = Object.values((parse(workflow) as Workflow).jobs).find((job) => job.environment);
  const { head, github } = contextsOf(run);
  const name = evaluateGitHub(job?.environment?.name ?? '', { github }) as string;
  const own = run.inFork === true ? undefined : environments[name];
  const contexts = { github, vars: own?.vars ?? {}, secrets: head ? {} : (own?.secrets ?? {}) };
  const login = job?.steps.find(({ uses }) => uses?.startsWith('azure/login@'));
  const nx = job?.steps.find(({ env }) => env?.['NX_AZURE_CACHE_SIGNING_KEY']);
  return {
    signsInAs: runsIf(login?.if ?? '', contexts)
      ? String(evaluateGitHub('${{ vars.AZURE_CLIENT_ID }}', contexts))
      : 'nobody',
    key: evaluateGitHub(nx?.env?.['NX_AZURE_CACHE_SIGNING_KEY'] ?? '', contexts) as string,
  };
}

function contextsOf({ event, ref, isFork = false }: Run) {
  const isRequest = event.startsWith('pull_request');
  const payload = isRequest ? { pull_request: { head: { repo: { fork: isFork } } } } : {};
  return { head: isFork, github: { event_name: event, ref, event: payload } };
}

/** GitHub has removed Node 20 from its runners: https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/ */
const onNode24 = [
  'actions/checkout@v7',
  'actions/setup-node@v7',
  'azure/login@v3',
  'nrwl/nx-set-shas@v5',
  'oven-sh/setup-bun@v2', // from 2.2
  'pnpm/action-setup@v6',
];

const options = { provider: 'github', trustedBranches: ['main', 'release/*'] } as const;
const npm = { manager: 'npm', install: 'npm ci', nx: 'npx nx', setUp: undefined, isPinned: false } as const;
const workflows: [string, string][] = [
  [
    'a new workflow',
    createWorkflow(resolveOptions({ ...options, trustedBranches: [...options.trustedBranches] }, {}), npm),
  ],
  ...['github-nx', 'github-tanstack-query', 'github-analog'].map((name): [string, string] => [
    name,
    patched(readWorkflow(name), { ...options, trustedBranches: [...options.trustedBranches] }),
  ]),
];

describe.each(workflows)('in %s', (_, workflow) => {
  test.each<[Run, string, string]>([
    [{ event: 'push', ref: 'refs/heads/main' }, 'trusted', 'key'],
    [{ event: 'schedule', ref: 'refs/heads/main' }, 'trusted', 'key'],
    [{ event: 'workflow_dispatch', ref: 'refs/heads/main' }, 'trusted', 'key'],
    [{ event: 'push', ref: 'refs/heads/release/1.2' }, 'trusted', 'key'],
    // GitHub compares without regard to case; the branch rules of the environment, which are exact, refuse this job.
    [{ event: 'push', ref: 'refs/heads/MAIN' }, 'trusted', 'key'],
    [{ event: 'push', ref: 'refs/heads/mainly' }, 'untrusted', ''],
    [{ event: 'push', ref: 'refs/heads/feature/main' }, 'untrusted', ''],
    [{ event: 'push', ref: 'refs/tags/main' }, 'untrusted', ''],
    [{ event: 'push', ref: 'refs/heads/releases' }, 'untrusted', ''],
    [{ event: 'workflow_dispatch', ref: 'refs/heads/feature' }, 'untrusted', ''],
    [{ event: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-7-a3c3' }, 'untrusted', ''],
    [{ event: 'release', ref: 'refs/tags/v1' }, 'untrusted', ''],
    [{ event: 'pull_request', ref: 'refs/pull/7/merge' }, 'untrusted', ''],
    // The ref of a base, or a branch named as one: the event decides.
    [{ event: 'pull_request', ref: 'refs/heads/main' }, 'untrusted', ''],
    [{ event: 'pull_request_target', ref: 'refs/heads/main' }, 'untrusted', ''],
    [{ event: 'workflow_run', ref: 'refs/heads/main' }, 'untrusted', ''],
    [{ event: 'issue_comment', ref: 'refs/heads/main' }, 'untrusted', ''],
    [{ event: 'pull_request', ref: 'refs/pull/7/merge', isFork: true }, 'nobody', ''],
    [{ event: 'pull_request', ref: 'refs/heads/main', isFork: true }, 'nobody', ''],
    [{ event: 'push', ref: 'refs/heads/main', inFork: true }, 'nobody', ''],
    [{ event: 'pull_request', ref: 'refs/pull/7/merge', inFork: true }, 'nobody', ''],
  ])('%o signs in as %s', (run, signsInAs, key) => {
    expect(identityOf(workflow, run)).toEqual({ signsInAs, key });
  });

  test('every step with the key takes the session of azure/login, and no identity of the runner', () => {
    const steps = Object.values((parse(workflow) as Workflow).jobs).flatMap(({ steps }) => steps);
    const nx = steps.filter(({ env }) => env?.['NX_AZURE_CACHE_SIGNING_KEY']);
    expect(nx.length).toBeGreaterThan(0);
    for (const { env } of nx) expect(env?.['AZURE_TOKEN_CREDENTIALS']).toBe('AzureCliCredential');
  });

  test('GitHub’s own parser finds no fault, in expressions neither', async () => {
    expect(await workflowErrors(workflow)).toEqual([]);
  });

  test('a fault in an expression would be found', async () => {
    expect(await workflowErrors(workflow.replace('fork }}', 'fork) }}'))).not.toEqual([]);
  });
});

test.each([
  ['usgov', { environment: 'AzureUSGovernment', audience: 'api://AzureADTokenExchangeUSGov' }],
  ['china', { environment: 'AzureChinaCloud', audience: 'api://AzureADTokenExchangeChina' }],
])('in the cloud %s, azure/login is told so', async (cloud, inputs) => {
  const workflow = createWorkflow(resolveOptions({ provider: 'github', cloud }, {}), npm);
  const { jobs } = parse(workflow) as Workflow;
  const login = jobs['main']?.steps.find(({ uses }) => uses?.startsWith('azure/login@'));
  expect(login?.with).toMatchObject(inputs);
  expect(await workflowErrors(workflow)).toEqual([]);
});

test.each(['npm', 'pnpm', 'bun'] as const)(
  'with %s, each action is of a major version that runs on Node 24',
  (manager) => {
    const { jobs } = parse(
      createWorkflow(resolveOptions({ provider: 'github' }, {}), { ...npm, manager }),
    ) as Workflow;
    const used = jobs['main']?.steps.flatMap(({ uses }) => uses ?? []) ?? [];
    for (const action of used) expect(onNode24).toContain(action);
    expect(used).toContain('azure/login@v3');
  },
);

test('the lines are those of docs/security.md', () => {
  const documented = readFileSync('docs/security.md', 'utf8')
    .split('\n')
    .map((line) => line.replace(/ #.*/, '').trim());
  const workflow = createWorkflow(resolveOptions({ provider: 'github' }, {}), npm);
  const [, job = ''] = workflow.split('jobs:\n');
  const own = job.split('\n').map((line) => line.replace(/ #.*/, '').trim());
  for (const line of own.filter((line) =>
    /name: \$|if:|deployment|continue-on|timeout|uses: (azure|actions\/checkout)|-id|CREDENTIALS|SIGNING|allow-no/.test(
      line,
    ),
  )) {
    expect(documented).toContain(line);
  }
});
