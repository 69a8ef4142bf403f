import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { completeNxWorkflow, generateWorkflow } from '../../../test/ci-workflows/generate.js';
import { evaluateGitHub, runsIf } from '../../../test/ci-workflows/github-expression.js';
import { workflowErrors } from '../../../test/ci-workflows/github-workflow.js';

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

/** What the environments hold, as the settings at the top of the example say. */
const environments: Readonly<Record<string, { vars: object; secrets: object }>> = {
  'nx-cache-trusted': {
    vars: { AZURE_CLIENT_ID: 'trusted' },
    secrets: { NX_AZURE_CACHE_SIGNING_KEY: 'key' },
  },
  'nx-cache-untrusted': { vars: { AZURE_CLIENT_ID: 'untrusted' }, secrets: {} },
};

const stepsOf = (workflow: string) =>
  Object.values((parse(workflow) as Workflow).jobs).flatMap(({ steps }) => steps);

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

const given = { provider: 'github', trustedBranches: ['main', 'release/*'] };
const workflows = [
  ['a new workflow', generateWorkflow(given)],
  ["Nx's own workflow with the printed lines", completeNxWorkflow(given)],
] as const;

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

  test('each step with the key uses the session of azure/login, never the identity of the runner', () => {
    const nx = stepsOf(workflow).filter(({ env }) => env?.['NX_AZURE_CACHE_SIGNING_KEY']);
    expect(nx.length).toBeGreaterThan(0);
    for (const { env } of nx) expect(env?.['AZURE_TOKEN_CREDENTIALS']).toBe('AzureCliCredential');
  });

  test("GitHub's own parser accepts it, and all expressions in it", async () => {
    expect(await workflowErrors(workflow)).toEqual([]);
  });

  test("GitHub's own parser finds a broken expression", async () => {
    expect(await workflowErrors(workflow.replace('fork }}', 'fork) }}'))).not.toEqual([]);
  });
});

test.each([
  ['usgov', { environment: 'AzureUSGovernment', audience: 'api://AzureADTokenExchangeUSGov' }],
  ['china', { environment: 'AzureChinaCloud', audience: 'api://AzureADTokenExchangeChina' }],
])('in the cloud %s, azure/login signs in to that cloud', async (cloud, inputs) => {
  const workflow = generateWorkflow({ provider: 'github', cloud });
  expect(stepsOf(workflow).find(({ uses }) => uses?.startsWith('azure/login@'))?.with).toMatchObject(inputs);
  expect(await workflowErrors(workflow)).toEqual([]);
});

test('the trusted environment has the given name, in the settings too', () => {
  const workflow = generateWorkflow({ provider: 'github', githubEnvironment: 'production' });
  expect(workflow).toContain("&& 'production' || 'nx-cache-untrusted' }}");
  expect(workflow).toContain('#   production, limited to the branches main:');
});

test.each(['npm', 'pnpm', 'bun'] as const)(
  'with %s, each action is of a major version that runs on Node 24',
  (manager) => {
    const used = stepsOf(generateWorkflow({ provider: 'github' }, { manager })).flatMap(
      ({ uses }) => uses ?? [],
    );
    for (const action of used) expect(onNode24).toContain(action);
    expect(used).toContain('azure/login@v3');
  },
);
