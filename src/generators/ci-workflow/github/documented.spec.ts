import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { resolveOptions } from '../options.js';
import { createWorkflow } from './create.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly environment?: unknown; readonly steps: readonly Step[] }>
  >;
}

const npm = { manager: 'npm', install: 'npm ci', nx: 'npx nx', setUp: undefined, isPinned: false } as const;
const created = createWorkflow(resolveOptions({ provider: 'github' }, {}), npm);

/** The one job of a text that signs in. */
function jobOf(workflow: string) {
  const jobs = Object.values((parse(workflow) as Partial<Workflow>).jobs ?? {});
  const { environment, steps } = jobs[0] ?? { steps: [] };
  const signIn = steps.find(({ uses }) => uses?.startsWith('azure/login@'));
  return { environment, signIn, nx: steps.find(({ run }) => run?.includes('npx nx')) };
}

const workflowIn = (page: string) =>
  [...readFileSync(`docs/${page}`, 'utf8').matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, text = '']) => text)
    .find((text) => text.includes('azure/login@')) ?? '';

test('docs/security.md has the job as it is generated', () => {
  expect(jobOf(workflowIn('security.md'))).toEqual(jobOf(created));
});

test('the README signs in as a generated job does', () => {
  const [, text = ''] = /^```yaml\n(.*?)^```$/ms.exec(readFileSync('README.md', 'utf8')) ?? [];
  const [signIn, nx] = parse(text) as readonly (Step & { env?: unknown })[];
  expect(signIn).toEqual(jobOf(created).signIn);
  expect(nx).toMatchObject({ env: { AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' } });
});

// Without environments, whose rules a beginner has not set up yet: two variables choose the identity.
test('docs/getting-started.md signs in as a generated job does, but for the environment', () => {
  const { signIn, nx } = jobOf(workflowIn('getting-started.md'));
  const generated = jobOf(created).signIn;
  expect(signIn).toEqual({
    ...generated,
    if: '${{ vars.AZURE_TENANT_ID && !github.event.pull_request.head.repo.fork }}',
    with: { ...generated?.with, 'client-id': expect.stringContaining('vars.UNTRUSTED_CLIENT_ID') as string },
  });
  expect(nx).toMatchObject({ env: { AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' } });
});
