import { describe, expect, test } from 'vitest';
import type { Machine } from '../../test/support/workspace/machine.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import type { NxRun } from '../../test/support/workspace/run-nx.js';
import { taskOutput } from '../../test/support/workspace/task-output.js';
import { treeOf } from '../../test/support/workspace/tree.js';
import { portableOutputs, portableProjects } from './portable.js';
import { windowsRows } from './rows.js';
import { useWindowsLab } from './windows-lab.js';

const lab = useWindowsLab();

const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build', '--output-style=static']);
const treesOf = ({ workspace }: Machine) => portableOutputs.map((path) => treeOf(workspace, path));
/** Windows has no modes. */
const withoutModes = (trees: ReturnType<typeof treesOf>) =>
  trees.map((tree) => Object.entries(tree).map(([path, what]) => [path, what.replace(/^file \d+/, 'file')]));

const modesOf = (trees: ReturnType<typeof treesOf>) =>
  new Set(trees.flatMap((tree) => JSON.stringify(tree).match(/(?<="file )\d+/g)));

/** Nx ends its own lines with CR LF on Windows. */
const printed = ({ stdout, ...run }: NxRun) =>
  taskOutput({ ...run, stdout: stdout.replaceAll('\r\n', '\n') }).trimEnd();

async function expectCold(machine: Machine) {
  const run = await build(machine);
  expect(run.code).toBe(0);
  expect(run.statuses).toEqual({ 'portable:build': 'cache-miss', 'app:build': 'cache-miss' });
  expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(run).summary).toMatch(/^0 hits, 2 misses, 2 stored /);
  return run;
}

async function expectRestored(machine: Machine) {
  const run = await build(machine);
  expect(run.code).toBe(0);
  expect(run.statuses).toEqual({ 'portable:build': 'remote-cache-hit', 'app:build': 'remote-cache-hit' });
  expect(machine.executed()).toEqual([]);
  expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(run).summary).toMatch(/^2 hits .*, 0 misses, 0 stored/);
  return run;
}

async function expectLocalHits(machine: Machine) {
  lab.cloud.proxy.reset();
  const run = await build(machine);
  expect(run.statuses).toEqual({ 'portable:build': 'local-cache-hit', 'app:build': 'local-cache-hit' });
  expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [], summary: '' });
  expect(lab.cloud.proxy.requests).toEqual([]);
}

describe.each(windowsRows)('Nx $nx on Node $node for Windows', (row) => {
  test('restores what Linux has stored', async () => {
    const share = await lab.cloud.createShare();
    const linux = await lab.linux(share, portableProjects, row);
    const stored = await expectCold(linux);
    const windows = await lab.windows(share, portableProjects, row);
    const restored = await expectRestored(windows);
    expect(printed(restored)).toBe(printed(stored));
    expect(withoutModes(treesOf(windows))).toEqual(withoutModes(treesOf(linux)));
  });

  test('stores what Linux restores, and has local hits without a request', async () => {
    const share = await lab.cloud.createShare();
    const windows = await lab.windows(share, portableProjects, row);
    const stored = await expectCold(windows);
    await expectLocalHits(windows);
    const linux = await lab.linux(share, portableProjects, row);
    const restored = await expectRestored(linux);
    expect(printed(restored)).toBe(printed(stored));
    expect(withoutModes(treesOf(linux))).toEqual(withoutModes(treesOf(windows)));
    expect(modesOf(treesOf(linux))).toEqual(new Set(['755']));
  });
});
