import { describe, expect, test } from 'vitest';

import { addedLines } from '../../../../test/ci-workflows/added-lines.js';
import { patched, readWorkflow, tryPatch } from '../../../../test/ci-workflows/patched.js';

const given = { provider: 'github' };

const environment = [
  'environment:',
  "  name: ${{ github.ref == 'refs/heads/main' && contains(fromJSON('[\"push\",\"schedule\",\"workflow_dispatch\"]'), github.event_name) && 'nx-cache-trusted' || 'nx-cache-untrusted' }}",
  '  deployment: false # no entry in the list of deployments',
];
const token = '  id-token: write # a token to sign in to Azure with';
const signIn = [
  '# Signs in to Azure, for the remote cache of Nx. Forks get no token: they build with their local cache.',
  '- uses: azure/login@v3',
  '  if: ${{ vars.AZURE_CLIENT_ID && !github.event.pull_request.head.repo.fork }}',
  '  continue-on-error: true # no cache is no reason to fail',
  '  timeout-minutes: 5 # nor to wait',
  '  with:',
  '    client-id: ${{ vars.AZURE_CLIENT_ID }}',
  '    tenant-id: ${{ vars.AZURE_TENANT_ID }}',
  '    allow-no-subscriptions: true',
];
const pin = 'AZURE_TOKEN_CREDENTIALS: AzureCliCredential # never the identity of the runner';
const key = 'NX_AZURE_CACHE_SIGNING_KEY: ${{ secrets.NX_AZURE_CACHE_SIGNING_KEY }}';
const variables = ['env:', `  ${pin}`, `  ${key}`];

const at = (columns: number, lines: readonly string[]) => lines.map((line) => ' '.repeat(columns) + line);

describe('all that was there stays, in its order, and what comes is, in', () => {
  test.each<[string, string[]]>([
    [
      'github-nx',
      [
        ...at(4, ['permissions:', '  actions: read', '  contents: read', token, ...environment]),
        ...at(6, signIn),
        ...at(8, variables),
      ],
    ],
    [
      'github-tanstack-query',
      [1, 2].flatMap(() => [
        ...at(4, ['permissions:', '  contents: read', '  pull-requests: write', token, ...environment]),
        ...at(6, signIn),
        ...at(8, variables),
      ]),
    ],
    [
      'github-analog',
      [
        ...at(8, ['permissions:', '  contents: read', token, ...environment, ...signIn]),
        ...at(12, [pin, key]),
        ...at(8, ['permissions:', '  contents: read', token, ...environment, ...signIn]),
        ...at(10, variables),
      ],
    ],
  ])('%s', (name, expected) => {
    const found = readWorkflow(name);
    expect(addedLines(found, patched(found, given))).toEqual(expected);
  });
});

test('it signs in after the dependencies are there, right before Nx, and above the comments on it', () => {
  const lines = patched(readWorkflow('github-nx'), given).split('\n');
  const line = (text: string) => lines.findIndex((line) => line.includes(text));
  const order = [
    'npm ci',
    'nx-set-shas',
    'azure/login',
    '# Prepend any command',
    '- run: npx nx affected',
    'fix-ci',
  ];
  expect(order.map(line)).toEqual(order.map(line).sort((a, b) => a - b));
  expect(lines[line('# Signs in') - 1]).toBe('');
});

test.each(['github-nx', 'github-tanstack-query', 'github-analog'])(
  'a second run changes nothing in %s',
  (name) => {
    expect(tryPatch(patched(readWorkflow(name), given), given)).toEqual({ kind: 'complete' });
  },
);

test('lines end as they did, with CRLF or without a last newline', () => {
  const found = readWorkflow('github-nx');
  const expected = patched(found, given);
  expect(patched(found.replaceAll('\n', '\r\n'), given)).toBe(expected.replaceAll('\n', '\r\n'));
  expect(patched(found.trimEnd(), given)).toBe(expected);
});

test('several branches and patterns', () => {
  const text = patched(readWorkflow('github-nx'), { ...given, trustedBranches: ['main', 'release/*'] });
  expect(text).toContain(
    "(github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/release/')) &&",
  );
});

const job = (...lines: string[]) =>
  ['on: push', 'permissions: write-all', 'jobs:', '  ci:', ...at(4, lines), ''].join('\n');
const nxStep = ['steps:', '  - run: npx nx build web'];

describe('what is there already is left:', () => {
  test.each<[string, string[], string[]]>([
    ['the right to a token', nxStep, [...at(4, environment), ...at(6, signIn), ...at(8, variables)]],
    [
      'rights of the job',
      ['permissions:', '  # to read', '  contents: read', ...nxStep],
      [`    ${token}`, ...at(4, environment), ...at(6, signIn), ...at(8, variables)],
    ],
    [
      'the environment, the sign-in and the variables',
      [...environment, ...variables, 'steps:', ...at(2, signIn), '  - run: npx nx build web'],
      [],
    ],
    [
      'the sign-in of this generator, of another version',
      [
        ...environment,
        'steps:',
        ...at(2, signIn).map((line) => line.replace('@v3', '@v2')),
        ...nxStep.slice(1),
      ],
      at(8, variables),
    ],
    [
      'the key of a workflow that chose no credential yet',
      [...environment, 'steps:', ...at(2, signIn), ...nxStep.slice(1), ...at(4, ['env:', `  ${key}`])],
      at(10, [pin]),
    ],
  ])('%s', (_, lines, expected) => {
    const found = job(...lines);
    const result = tryPatch(found, given);
    expect(result.kind === 'changed' ? addedLines(found, result.text) : []).toEqual(expected);
    expect(result.kind).toBe(expected.length > 0 ? 'changed' : 'complete');
  });
});

describe('nothing is changed, and it is said why, where', () => {
  const on = (...events: string[]) =>
    ['on:', ...events.map((event) => `  ${event}:`), 'jobs:', '  ci:', ...at(4, nxStep), ''].join('\n');

  test.each<[string, string, string]>([
    [
      'jobs and a matrix',
      readWorkflow('github-typescript-eslint'),
      'several jobs run Nx, some of them in a matrix',
    ],
    ['a reusable workflow', on('workflow_call'), 'it is called by other workflows'],
    [
      'pull_request_target',
      on('push', 'pull_request_target'),
      'it runs on pull_request_target, which may build',
    ],
    ['workflow_run', on('workflow_run'), 'it runs on workflow_run, which may build foreign code'],
    [
      'issue_comment in a list',
      on('push').replace('on:\n  push:', 'on: [push, issue_comment]'),
      'issue_comment',
    ],
    ['an environment', job('environment: production', ...nxStep), 'the job "ci" has an environment already'],
    [
      'an environment of this generator for other branches',
      job(...environment.map((line) => line.replace('main', 'trunk')), ...nxStep),
      'has an environment already',
    ],
    ['a container', job('container: node:22', ...nxStep), 'runs in a container'],
    [
      'another sign-in',
      job(
        'steps:',
        '  - uses: azure/login@v2',
        '    with:',
        '      creds: ${{ secrets.AZURE }}',
        ...nxStep.slice(1),
      ),
      'signs in with azure/login@v2 already',
    ],
    [
      'another cloud',
      job(...nxStep, '  - uses: aws-actions/configure-aws-credentials@v4'),
      'signs in with aws-actions/configure-aws-credentials@v4 already',
    ],
    [
      'read-all',
      job(...nxStep).replace('write-all', 'read-all'),
      'has permissions that are not a list of rights',
    ],
    [
      'no permissions and a token in use',
      `${on('push')}        env:\n          GH_TOKEN: \${{ github.token }}\n`,
      'no permissions',
    ],
    [
      'no permissions and an unknown action',
      `${on('push')}      - uses: acme/comment@v1\n`,
      'more steps than are known',
    ],
    [
      'the right refused',
      job('permissions:', '  id-token: none', ...nxStep),
      'has the permission id-token: none',
    ],
    [
      'rights in one line',
      job('permissions: { contents: read }', ...nxStep),
      'has its permissions in one line',
    ],
    ['steps in one line', job('steps: [{ run: npx nx build web }]'), 'where lines have to go in'],
    ['variables in one line', job(...nxStep, '    env: { CI: true }'), 'where lines have to go in'],
    ['variables without any', job(...nxStep, '    env:'), 'where lines have to go in'],
    ['an anchor', job('steps: &steps', ...nxStep.slice(1)), 'it has YAML anchors'],
    [
      'a dash alone on its line',
      job('steps:', '  -', '    run: npx nx build web'),
      'its layout is not understood',
    ],
    ['no YAML', 'jobs: [', 'it is no YAML: '],
  ])('%s', (_, found, reason) => {
    const result = tryPatch(found, given);
    expect(result.kind === 'by hand' ? result.reasons.join('; ') : result.kind).toContain(reason);
  });

  test.each<[string, string]>([
    ['no step runs Nx', job('steps:', '  - run: npm start')],
    ['another workflow does', job('uses: nrwl/ci/.github/workflows/nx-cloud-main.yml@v0.14.0')],
    ['there is nothing', ''],
    ['there is but a text', 'npx nx build'],
  ])('%s', (_, found) => {
    expect(tryPatch(found, given)).toEqual({ kind: 'runs no Nx' });
  });
});
