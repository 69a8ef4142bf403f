import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';

import { completeNxWorkflow, generateWorkflow, readWorkflow } from '../../../test/ci-workflows/generate.js';
import { workflowErrors } from '../../../test/ci-workflows/github-workflow.js';
import { treeOf } from '../../../test/support/fakes/tree.js';
import { ciWorkflowGenerator } from './generator.js';
import { partsOf } from './provider.js';
import type { CiWorkflowSchema } from './schema.js';

const nxJson = '{ // a comment\n "azure": { "trust": { "branches": ["trunk"] } }, }';
const ci = '.github/workflows/ci.yml';

/** What the generator prints once the files are written. */
function run(files: Record<string, string>, schema: CiWorkflowSchema): string {
  const print = ciWorkflowGenerator(treeOf(files), schema);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  print();
  const printed = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  return printed;
}

/** What it prints to be added: a block that is indented by 4 columns. */
const linesToAdd = (printed: string) =>
  (/comment names:\n\n((?:(?: {4}.*)?\n)+)/.exec(printed)?.[1] ?? '').replace(/^ {4}/gm, '').trim();

const isThere = 'the lines for the remote cache are there, nothing to add.';
const newFiles = { github: ci, azure: 'azure-pipelines.yml', gitlab: '.gitlab-ci.yml' };

describe.each(Object.entries(newFiles))('%s', (provider, path) => {
  test.each<[string, Record<string, string>, RegExp[]]>([
    ['npm', {}, [/npm ci\n/, /npx nx affected -t lint test build\n/]],
    [
      'pnpm',
      { 'pnpm-lock.yaml': '' },
      [
        /pnpm(\/action-setup@v6\n +with:\n +version: 10|@10)\n/,
        /pnpm install --frozen-lockfile\n/,
        /pnpm exec nx affected/,
      ],
    ],
    [
      'a pinned pnpm',
      { 'package.json': '{ "packageManager": "pnpm@9.1.0" }' },
      [/corepack enable\n|pnpm\/action-setup@v6\n +- /, /pnpm exec nx/],
    ],
    ['yarn', { 'yarn.lock': '' }, [/yarn install --frozen-lockfile\n/, /yarn nx affected/]],
    [
      'yarn berry',
      { 'package.json': '{ "packageManager": "yarn@4.5.0" }' },
      [/corepack enable\n/, /yarn install --immutable\n/],
    ],
    [
      'bun',
      { 'bun.lock': '' },
      [/setup-bun@v2\n|npm install -g bun\n/, /bun install --frozen-lockfile\n/, /bunx nx affected/],
    ],
  ])('without a workflow, it writes one for %s, which the next run leaves as it is', async (...row) => {
    const [manager, given, expected] = row;
    const files: Record<string, string> = { 'nx.json': nxJson, ...given };
    const first = run(files, { provider });
    const written = files[path] ?? '';
    for (const line of expected) expect(written).toMatch(line);
    if (manager !== 'npm') expect(written).not.toMatch(/npm ci|npx nx affected|cache: npm/);
    expect(written).toContain('trunk');
    expect(written).not.toMatch(/\bmain\b/);
    expect(parse(written)).toBeTypeOf('object');
    expect(provider === 'github' ? await workflowErrors(written) : []).toEqual([]);
    expect(first).toContain('Next steps');
    expect(first).not.toContain('Add these lines');

    expect(run(files, { provider })).toContain(`${path}: ${isThere}`);
    expect(files[path]).toBe(written);
  });

  test('a workflow that exists stays as it is, and the missing lines are printed', () => {
    const found = readWorkflow(`${provider}-nx`);
    const files: Record<string, string> = { [path]: found, 'README.md': '' };
    const printed = run(files, { provider });
    expect(files).toEqual({ [path]: found, 'README.md': '' });
    expect(printed).toContain(`${path}: not changed.`);
    expect(linesToAdd(printed)).toBe(partsOf(generateWorkflow({ provider })).join('\n\n'));
  });

  test('a workflow with the printed lines has nothing to add', () => {
    const printed = run({ [path]: completeNxWorkflow({ provider }) }, { provider });
    expect(printed).toContain(`${path}: ${isThere}`);
    expect(printed).not.toContain('Add these lines');
  });

  test('only the missing parts are printed', () => {
    const complete = completeNxWorkflow({ provider });
    const [first = '', ...rest] = partsOf(generateWorkflow({ provider }));
    const lines = new Set(first.split('\n').map((line) => line.trim()));
    const without = complete.split('\n').filter((line) => !lines.has(line.trim()));
    const printed = linesToAdd(run({ [path]: without.join('\n') }, { provider }));
    expect(printed).toContain(first);
    for (const part of rest) expect(printed).not.toContain(part);
  });

  test('a workflow for other branches lacks lines', () => {
    const files = { [path]: generateWorkflow({ provider }), 'nx.json': nxJson };
    expect(linesToAdd(run(files, { provider }))).toContain('trunk');
  });

  test('a file that --file names is written, or is the only one that is checked', () => {
    const found = readWorkflow(`${provider}-nx`);
    const files: Record<string, string> = { [path]: found };
    run(files, { provider, file: 'other/nx.yml' });
    expect(Object.keys(files)).toEqual([path, 'other/nx.yml']);
    expect(files[path]).toBe(found);
    const printed = run(files, { provider, file: 'other/nx.yml' });
    expect(printed).toContain(`other/nx.yml: ${isThere}`);
    expect(printed).not.toContain(path);
  });
});

const nx = 'on: push\njobs:\n  web:\n    steps:\n      - run: npx nx build web\n';

test('of several workflows, those that mention Nx are checked, and the same advice is printed once', () => {
  const files: Record<string, string> = {
    [ci]: nx,
    '.github/workflows/deploy.yml': nx,
    '.github/workflows/done.yml': completeNxWorkflow({ provider: 'github' }),
    '.github/workflows/stale.yml': 'on: schedule\njobs: {}\n',
    '.github/workflows/README.md': '# npx nx build',
  };
  const before = { ...files };
  const printed = run(files, { provider: 'github' });
  expect(files).toEqual(before);
  expect(printed).toContain(`${ci}, .github/workflows/deploy.yml: not changed.`);
  expect(printed).toContain(`.github/workflows/done.yml: ${isThere}`);
  expect(printed.match(/Add these lines/g)).toHaveLength(1);
  expect(printed).not.toMatch(/stale|README/);
});

test('where no workflow mentions Nx, a script of package.json may run it: nothing is written', () => {
  const files: Record<string, string> = { [ci]: nx.replace('npx nx build web', 'npm run ci') };
  const printed = run(files, { provider: 'github' });
  expect(Object.keys(files)).toEqual([ci]);
  expect(printed).toContain(`${ci}: not changed.`);
  expect(printed).toContain('To write a new workflow instead, name it with --file.');
});
