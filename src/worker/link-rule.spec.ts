import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { planOutputs } from '../archive/pack/plan-outputs.js';
import { createLinkRule } from './link-rule.js';

type Tree = Readonly<Record<string, string>>;

/** Path → content, or `-> target` */
function plant(root: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), join(root, path));
    else writeFileSync(join(root, path), content);
  }
}

/** The workspace of a task, and what Nx has copied of it: the folders and files named. */
function refusalOf(tree: Tree, copied: readonly string[], nx = '24.0.6'): string | undefined {
  const [root, artifact] = [temporaryFolder(), temporaryFolder()];
  plant(root, { 'p/project.json': '{}', 'p/src/main.ts': '', ...tree });
  const isCopied = (path: string) =>
    copied.some((output) => path === output || path.startsWith(`${output}/`));
  plant(artifact, Object.fromEntries(Object.entries(tree).filter(([path]) => isCopied(path))));
  // Nx copies after the task has ended.
  const later = Date.now() / 1000 + 10;
  utimesSync(artifact, later, later);
  const outputs = planOutputs(artifact);
  try {
    createLinkRule(root, nx)(outputs);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(artifact, { recursive: true });
  }
}

const dist = { 'p/dist/a.js': 'a', 'p/dist/s/b.js': 'b' };

// What Nx 24.0.6 makes of each was tried with its own `applyRemoteCacheResults`.
test.each<{ name: string; tree: Tree; copied?: readonly string[] }>([
  { name: 'into the sources', tree: { ...dist, 'p/dist/l': '-> ../src/main.ts' } },
  { name: 'to what is missing in the project', tree: { ...dist, 'p/dist/l': '-> ../gone' } },
  { name: 'to another project', tree: { ...dist, 'p/dist/l': '-> ../../q/dist' } },
  { name: 'to the root', tree: { ...dist, 'p/dist/l': '-> ../../package.json' } },
  {
    name: 'into another output of the same task',
    tree: { ...dist, 'p/dist/l': '-> ../types/t.d.ts', 'p/types/t.d.ts': '' },
    copied: ['p/dist', 'p/types'],
  },
  { name: 'to the output itself', tree: { ...dist, 'p/dist/s/self': '-> ..' } },
  { name: 'out and in again', tree: { ...dist, 'p/dist/s/l': '-> ../../dist' } },
  { name: 'in the place of the output', tree: { 'p/real/a.js': '', 'p/dist': '-> real' } },
])('Nx 24.0.6 does not take a link $name', ({ tree, copied = ['p/dist'] }) => {
  expect(refusalOf(tree, copied)).toContain('accepts no such result');
});

test.each<{ name: string; tree: Tree; copied?: readonly string[] }>([
  { name: 'to a sibling', tree: { ...dist, 'p/dist/l': '-> a.js' } },
  { name: 'to what is missing beside it', tree: { ...dist, 'p/dist/l': '-> gone' } },
  { name: 'up, but not out', tree: { ...dist, 'p/dist/s/l': '-> ../a.js' } },
  { name: 'to a folder', tree: { ...dist, 'p/dist/l': '-> s' } },
  {
    name: 'to what the same pattern has',
    tree: { 'p/dist/a.js': '', 'p/dist/a.map': '', 'p/dist/l.js': '-> a.js' },
    copied: ['p/dist/a.js', 'p/dist/l.js'],
  },
])('Nx 24.0.6 takes a link $name', ({ tree, copied = ['p/dist'] }) => {
  expect(refusalOf(tree, copied)).toBeUndefined();
});

test.each(['20.8.4', '22.7.12', '24.0.2'])('Nx %s takes every link that an archive can hold', (nx) => {
  expect(refusalOf({ ...dist, 'p/dist/l': '-> ../src/main.ts' }, ['p/dist'], nx)).toBeUndefined();
});

test('the message is the same for every artifact of a run', () => {
  const [root, artifact] = [temporaryFolder(), temporaryFolder()];
  const rule = createLinkRule(root, '24.0.6');
  const messages = ['../x', '../y'].map((target) => {
    rmSync(join(artifact, 'dist'), { recursive: true, force: true });
    plant(artifact, { 'dist/l': `-> ${target}` });
    try {
      rule(planOutputs(artifact));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(messages[0]).toContain('"dist/l" links to "../x"');
  expect(messages[1]).toBe(messages[0]);
});
