import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { completeNxWorkflow, generateWorkflow } from '../../../test/ci-workflows/generate.js';

type Pipeline = Readonly<Record<string, { readonly script?: readonly string[] }>>;

/** What Nx would find in its environment, by running the commands before it in a shell, as GitLab does. */
function identityOf(text: string, env: Readonly<Record<string, string>>) {
  const jobs = Object.values(parse(text) as Pipeline);
  const script =
    jobs.map((job) => job.script ?? []).find((lines) => lines.join().includes('AZURE_ID_TOKEN')) ?? [];
  const ours = script
    .slice(
      script.findIndex((line) => line.startsWith('case')),
      -1,
    )
    .filter((line) => !line.includes('npx'));
  const print =
    'echo "$AZURE_CLIENT_ID|$NX_AZURE_CACHE_SIGNING_KEY|$AZURE_FEDERATED_TOKEN_FILE|$(cat $AZURE_FEDERATED_TOKEN_FILE)|$AZURE_TOKEN_CREDENTIALS"';
  const output = execFileSync('sh', ['-e', '-c', [...ours, print].join('\n')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
  const [client, key, file = '', token, credential] = output.trim().split('|');
  rmSync(file);
  return { client, key, token, credential };
}

const given = { provider: 'gitlab', trustedBranches: ['main', 'release/*'] };
const pipelines = [
  ['a new pipeline', generateWorkflow(given)],
  ["Nx's own pipeline with the printed lines", completeNxWorkflow(given)],
] as const;

describe.each(pipelines)('in %s', (_, text) => {
  const everywhere = { AZURE_CLIENT_ID: 'untrusted', AZURE_ID_TOKEN: 'token' };
  const onProtected = {
    ...everywhere,
    AZURE_TRUSTED_CLIENT_ID: 'trusted',
    NX_AZURE_CACHE_SIGNING_KEY: 'key',
  };
  const credential = 'WorkloadIdentityCredential';
  const trusted = { client: 'trusted', key: 'key', token: 'token', credential };
  const untrusted = { client: 'untrusted', key: '', token: 'token', credential };
  const nobody = { client: '', key: '', token: '', credential };

  test.each<[string, string, Readonly<Record<string, string>>, object]>([
    ['push', 'main', onProtected, trusted],
    ['schedule', 'main', onProtected, trusted],
    ['web', 'main', onProtected, trusted],
    ['push', 'release/1.2', onProtected, trusted],
    ['push', 'develop', onProtected, untrusted],
    ['push', 'mainly', everywhere, untrusted],
    ['push', 'feature/main', everywhere, untrusted],
    ['trigger', 'main', onProtected, untrusted],
    ['pipeline', 'main', onProtected, untrusted],
    // A merge request has no branch, and a tag neither.
    ['merge_request_event', '', everywhere, untrusted],
    ['push', '', onProtected, untrusted],
    // A fork has none of the variables.
    ['push', 'main', {}, nobody],
    ['merge_request_event', '', {}, nobody],
  ])('a pipeline by %s of the branch "%s" has its own identity', (source, branch, env, expected) => {
    const run = { CI_PIPELINE_SOURCE: source, ...(branch === '' ? {} : { CI_COMMIT_BRANCH: branch }) };
    expect(identityOf(text, { ...env, ...run })).toEqual(expected);
  });
});

test.each([
  ['usgov', 'api://AzureADTokenExchangeUSGov', 'https://login.microsoftonline.us'],
  ['china', 'api://AzureADTokenExchangeChina', 'https://login.chinacloudapi.cn'],
])(
  'in the cloud %s, the job gets a token for that cloud and signs in there',
  (cloud, audience, authority) => {
    const { build } = parse(generateWorkflow({ provider: 'gitlab', cloud })) as Record<
      'build',
      { id_tokens: object; script: string[] }
    >;
    expect(build.id_tokens).toEqual({ AZURE_ID_TOKEN: { aud: audience } });
    expect(build.script).toContain(`export AZURE_AUTHORITY_HOST=${authority}`);
  },
);
