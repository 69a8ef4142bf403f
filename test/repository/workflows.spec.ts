import { expect, test } from 'vitest';

import { workflowErrors } from '../ci-workflows/github-workflow.js';
import { listFiles, manifest, readRepositoryFile } from './files.js';
import { jobsOf, readWorkflow, type Step } from './read-workflow.js';

const workflows = listFiles(/^\.github\/workflows\//);
const jobs = workflows.flatMap(jobsOf);
const steps = jobs.flatMap(([name, { steps = [] }]) => steps.map((step): [string, Step] => [name, step]));

test('each occasion has a workflow', () => {
  expect(workflows.map((path) => path.replace('.github/workflows/', '')).sort()).toEqual([
    'azure.yml',
    'ci.yml',
    'codeql.yml',
    'nightly.yml',
    'release.yml',
  ]);
});

test.each(workflows)("GitHub's own parser accepts %s", async (path) => {
  expect(await workflowErrors(readRepositoryFile(path))).toEqual([]);
});

test("GitHub's own parser finds a mistake in one", async () => {
  const broken = readRepositoryFile('.github/workflows/ci.yml').replace('matrix.os }}\n', 'matrx.os }}\n');
  expect(await workflowErrors(broken)).not.toEqual([]);
});

test.each(workflows)('each npm script that %s runs exists', (path) => {
  const scripts = [...readRepositoryFile(path).matchAll(/\bnpm run(?: --silent)? ([\w:-]+)/g)];
  expect(scripts.map(([, script = '']) => script).filter((script) => !(script in manifest.scripts))).toEqual(
    [],
  );
});

test.each(workflows)('each file that %s runs exists', (path) => {
  const files = [...readRepositoryFile(path).matchAll(/\b(?:node|tsx) ([\w./-]+)/g)].map(
    ([, file = '']) => file,
  );
  expect(listFiles(/^scripts\//)).toEqual(expect.arrayContaining(files));
});

test.each(workflows)('%s declares a concurrency group', (path) => {
  expect(readWorkflow(path).concurrency ?? '').not.toBe('');
});

test.each(workflows)('%s pins its actions by digest, with the version beside it', (path) => {
  const uses = [...readRepositoryFile(path).matchAll(/^[\s-]*uses: (.*)$/gm)].map(
    ([, action = '']) => action,
  );
  const pinned = /^([\w-]+\/)+[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
  expect(uses.filter((action) => !pinned.test(action) && !action.startsWith('./'))).toEqual([]);
});

test('an action has one version in all workflows', () => {
  const all = workflows.map(readRepositoryFile).join('\n');
  const pins = new Set(
    [...all.matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(.*)$/gm)].map(([, name, pin]) => `${name}@${pin}`),
  );
  const names = [...pins].map((pin) => pin.split('@')[0]);
  expect(names).toEqual([...new Set(names)]);
});

test.each(workflows)('%s may only read the code, unless a job asks for more', (path) => {
  expect(readWorkflow(path).permissions).toEqual({ contents: 'read' });
});

test('a job has the write permissions of its work only', () => {
  const granted = jobs.flatMap(([name, { permissions = {} }]) =>
    Object.entries(permissions)
      .filter(([, right]) => right !== 'read')
      .map(([what, right]) => `${name}: ${what}: ${right}`),
  );
  expect(granted).toEqual([
    '.github/workflows/azure.yml / azure: id-token: write',
    '.github/workflows/codeql.yml / analyze: security-events: write',
    '.github/workflows/release.yml / publish: id-token: write',
    '.github/workflows/release.yml / release: contents: write',
  ]);
});

test.each(workflows)('%s has no event that gives the code of a fork our rights', (path) => {
  const events = Object.keys(readWorkflow(path).on);
  expect(
    events.filter((event) => ['pull_request_target', 'workflow_run', 'issue_comment'].includes(event)),
  ).toEqual([]);
});

test('the job that may publish runs no code of the repository, and nothing that npm installs', () => {
  const { publish } = readWorkflow('.github/workflows/release.yml').jobs;
  const actions = publish?.steps?.flatMap(({ uses }) => uses?.split('@')[0] ?? []);
  expect(actions).toEqual(['actions/setup-node', 'actions/download-artifact']);
  const commands = publish?.steps?.flatMap(({ run }) => run ?? []).join('\n');
  expect(commands?.match(/npm (\w+)/g)).toEqual(['npm publish']);
  expect(commands).toContain('--provenance');
  expect(commands).toContain('--ignore-scripts');
});

// To the parser, and to GitHub, a name that is not in the matrix is an empty text.
test.each(jobs)('%s reads only names that its matrix has', (_, job) => {
  const asked = [...JSON.stringify(job).matchAll(/matrix\.(\w+)/g)].map(([, name = '']) => name);
  expect(Object.keys(job.strategy?.matrix ?? {})).toEqual(expect.arrayContaining(asked));
});

test('a release is tested first', () => {
  const { ci, pack, publish } = readWorkflow('.github/workflows/release.yml').jobs;
  expect(ci?.uses).toBe('./.github/workflows/ci.yml');
  expect([pack, publish]).toMatchObject([{ needs: 'ci' }, { needs: 'pack' }]);
});

test('no command contains text from an untrusted author', () => {
  const commands = steps.filter(([, { run = '' }]) => /\$\{\{(?! matrix\.)/.test(run));
  expect(commands).toEqual([]);
});

test('the token of the job does not stay in the working copy', () => {
  const checkouts = steps.filter(([, { uses = '' }]) => uses.startsWith('actions/checkout@'));
  expect(checkouts.filter(([, step]) => step.with?.['persist-credentials'] !== false)).toEqual([]);
});

test('each job has a time limit', () => {
  const own = jobs.filter(([, { uses }]) => uses === undefined);
  expect(own.filter(([, job]) => job['timeout-minutes'] === undefined)).toEqual([]);
});
