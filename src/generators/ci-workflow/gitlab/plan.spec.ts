import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { addedLines } from '../../../../test/ci-workflows/added-lines.js';
import { patched, readWorkflow, tryPatch } from '../../../../test/ci-workflows/patched.js';
import { resolveOptions } from '../options.js';
import { createGitLab } from './create.js';

const given = { provider: 'gitlab' };
const npm = { manager: 'npm', install: 'npm ci', nx: 'npx nx', setUp: undefined, isPinned: false } as const;

const token = ['AZURE_ID_TOKEN:', '  aud: api://AzureADTokenExchange'];
const tokens = ['id_tokens:', ...token.map((line) => `  ${line}`)];
const signIn = [
  '# Signs in to Azure, for the remote cache of Nx. Forks have no client id: they build with their local cache.',
  '- |',
  '  case "$CI_PIPELINE_SOURCE/$CI_COMMIT_BRANCH" in',
  '    push/main | schedule/main | web/main) export AZURE_CLIENT_ID="$AZURE_TRUSTED_CLIENT_ID" ;;',
  '    *) unset NX_AZURE_CACHE_SIGNING_KEY ;;',
  '  esac',
  '- export AZURE_FEDERATED_TOKEN_FILE="$(mktemp)"',
  '- printf %s "$AZURE_ID_TOKEN" > "$AZURE_FEDERATED_TOKEN_FILE"',
  '- export AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential',
];
const at = (columns: number, lines: readonly string[]) => lines.map((line) => ' '.repeat(columns) + line);

describe('all that was there stays, in its order, and what comes is, in', () => {
  test.each<[string, string[]]>([
    ['gitlab-nx', [...at(2, tokens), ...at(4, signIn)]],
    ['gitlab-nx-docs', [...at(2, tokens), ...at(2, signIn), ...at(4, token), ...at(4, signIn)]],
  ])('%s', (name, expected) => {
    const found = readWorkflow(name);
    const text = patched(found, given);
    expect(addedLines(found, text)).toEqual(expected);
    expect(tryPatch(text, given)).toEqual({ kind: 'complete' });
  });
});

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

const trustedBranches = ['main', 'release/*'];
const pipelines: [string, string][] = [
  ['a new pipeline', createGitLab(resolveOptions({ ...given, trustedBranches }, {}), npm)],
  ...['gitlab-nx', 'gitlab-nx-docs'].map((name): [string, string] => [
    name,
    patched(readWorkflow(name), { ...given, trustedBranches }),
  ]),
];

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
    // In a fork nobody has set any variable.
    ['push', 'main', {}, nobody],
    ['merge_request_event', '', {}, nobody],
  ])('%s of "%s"', (source, branch, env, expected) => {
    const run = { CI_PIPELINE_SOURCE: source, ...(branch === '' ? {} : { CI_COMMIT_BRANCH: branch }) };
    expect(identityOf(text, { ...env, ...run })).toEqual(expected);
  });
});

const pipeline = (...lines: string[]) => [...lines, ''].join('\n');

describe('nothing is changed, and it is said why, where', () => {
  test.each<[string, string, string]>([
    ['a template', pipeline('.nx:', '  script:', '    - npx nx build web'), 'the job ".nx" is a template'],
    ['a script that is no list', pipeline('a:', '  script: npx nx build web'), 'where lines have to go in'],
    ['a script in one line', pipeline('a:', '  script: [npx nx build web]'), 'where lines have to go in'],
    [
      'tokens in one line',
      pipeline('a:', '  id_tokens: {}', '  script:', '    - npx nx build web'),
      'where lines have to go in',
    ],
    [
      'no tokens',
      pipeline('a:', '  id_tokens:', '  script:', '    - npx nx build web'),
      'where lines have to go in',
    ],
    ['an anchor', pipeline('a: &a', '  script:', '    - npx nx build web'), 'it has YAML anchors'],
    [
      'jobs and a matrix',
      pipeline(
        'a:',
        '  parallel:',
        '    matrix: []',
        '  script:',
        '  - nx build a',
        'b:',
        '  script:',
        '  - nx build b',
      ),
      'several jobs run Nx, some of them in a matrix',
    ],
  ])('%s', (_, found, reason) => {
    const result = tryPatch(found, given);
    expect(result.kind === 'by hand' ? result.reasons.join('; ') : result.kind).toContain(reason);
  });

  test('no command runs Nx', () => {
    const found = pipeline(
      'include: build.yml',
      'a:',
      '  trigger: b',
      'b:',
      '  script:',
      '    - !reference [.x, script]',
    );
    expect(tryPatch(found, given)).toEqual({ kind: 'runs no Nx' });
  });
});

test('what signs in already is left, by a template too', () => {
  const found = pipeline(
    '.nx:',
    '  script:',
    '    - export AZURE_FEDERATED_TOKEN_FILE=x',
    '    - npx nx build web',
  );
  expect(tryPatch(found, given)).toEqual({ kind: 'complete' });
});

test.each([
  ['usgov', 'api://AzureADTokenExchangeUSGov', 'https://login.microsoftonline.us'],
  ['china', 'api://AzureADTokenExchangeChina', 'https://login.chinacloudapi.cn'],
])(
  'in the cloud %s, it asks for a token of that cloud, and hands it in there',
  (cloud, audience, authority) => {
    const { nx } = parse(createGitLab(resolveOptions({ ...given, cloud }, {}), npm)) as Record<
      'nx',
      { id_tokens: object; script: string[] }
    >;
    expect(nx.id_tokens).toEqual({ AZURE_ID_TOKEN: { aud: audience } });
    expect(nx.script).toContain(`export AZURE_AUTHORITY_HOST=${authority}`);
  },
);

test('a new pipeline is complete, and documented as it is', () => {
  const created = createGitLab(resolveOptions(given, {}), npm);
  expect(tryPatch(created, given)).toEqual({ kind: 'complete' });
  const documented = readFileSync('docs/security.md', 'utf8')
    .split('### GitLab')[1]
    ?.split('```yaml\n')[1]
    ?.split('```')[0];
  const { build } = parse(documented ?? '') as Record<'build', { id_tokens: object; script: string[] }>;
  const { nx } = parse(created) as Record<'nx', { id_tokens: object; script: string[] }>;
  expect(nx.id_tokens).toEqual(build.id_tokens);
  expect(nx.script.slice(-5)).toEqual(build.script.slice(-5));
});
