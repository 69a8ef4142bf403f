import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';

import { readWorkflow } from '../../../test/ci-workflows/patched.js';
import { workflowErrors } from '../../../test/ci-workflows/github-workflow.js';
import { treeOf } from '../../../test/fakes/tree.js';
import { ciWorkflowGenerator } from './generator.js';
import type { CiWorkflowSchema } from './schema.js';

const nxJson = '{ // a comment\n "azure": { "trust": { "branches": ["trunk"] } }, }';
const ci = '.github/workflows/ci.yml';

/** What the generator says once the files are there. */
function run(files: Record<string, string>, schema: CiWorkflowSchema): string {
  const say = ciWorkflowGenerator(treeOf(files), schema);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  say();
  const said = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  return said;
}

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
  ])(
    'without any file, one is made for %s, which the next run leaves as it is',
    async (_, given, expected) => {
      const files: Record<string, string> = { 'nx.json': nxJson, ...given };
      const first = run(files, { provider });
      const made = files[path] ?? '';
      for (const line of expected) expect(made).toMatch(line);
      expect(made).toContain('trunk');
      expect(parse(made)).toBeTypeOf('object');
      expect(provider === 'github' ? await workflowErrors(made) : []).toEqual([]);
      expect(first).toContain('Next steps');

      expect(run(files, { provider })).toContain(`${path} has all that it needs.`);
      expect(files[path]).toBe(made);
    },
  );

  test('a file by name is made too, and is all that is looked at', () => {
    const files: Record<string, string> = { [path]: readWorkflow(`${provider}-nx`) };
    run(files, { provider, file: 'other/nx.yml' });
    expect(Object.keys(files)).toEqual([path, 'other/nx.yml']);
    expect(files[path]).toBe(readWorkflow(`${provider}-nx`));
  });

  test('a file that is there is added to, and nothing else is made', () => {
    const files: Record<string, string> = { [path]: readWorkflow(`${provider}-nx`), 'README.md': '' };
    run(files, { provider });
    expect(Object.keys(files)).toEqual([path, 'README.md']);
    expect(files[path]).toContain('NX_AZURE_CACHE_SIGNING_KEY');
  });

  test('the lines to put in by hand are YAML', () => {
    const said = run({ [path]: 'a:\n  b: c\n' }, { provider });
    expect(said).toContain(`no step that runs tasks with Nx was found in ${path}`);
    const lines = /Put this in by hand:\n\n((?: {4}.*\n)+)/.exec(said)?.[1] ?? '';
    expect(JSON.stringify(parse(lines))).toMatch(/NX_AZURE_CACHE_SIGNING_KEY/);
  });
});

test('of several workflows those that run Nx are changed, and each that cannot be is named', () => {
  const other = ci.replace('ci', 'deploy');
  const stale = ci.replace('ci', 'stale');
  const deploy =
    'on: push\njobs:\n  web:\n    environment: production\n    steps:\n      - run: npx nx build web\n';
  const files: Record<string, string> = {
    [ci]: readWorkflow('github-nx'),
    [other]: deploy,
    [stale]: 'on: schedule\njobs: {}\n',
    '.github/workflows/README.md': '# npx nx build',
  };
  const said = run(files, { provider: 'github' });
  expect(files[ci]).toContain('azure/login@v3');
  expect(files[other]).toBe(deploy);
  expect(said).toContain(`${other} was not changed: the job "web" has an environment already.`);
  expect(said).toContain('Put this in by hand');
  expect(said).not.toContain(stale);
});

test('scripts of package.json are known', () => {
  const files: Record<string, string> = {
    'package.json': '{ "scripts": { "ci": "nx affected -t build" } }',
    [ci]: 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm run ci\n',
  };
  run(files, { provider: 'github' });
  expect(files[ci]).toContain('azure/login@v3');
});
