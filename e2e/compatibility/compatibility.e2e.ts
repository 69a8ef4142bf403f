import { describe, expect, test } from 'vitest';
import { compatibilityRows, type CompatibilityRow } from './compatibility-rows.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { taskOutput } from '../../test/support/workspace/task-output.js';
import { treeOf } from '../../test/support/workspace/tree.js';
import { projectOn, edgeCasePaths, edgeCaseProject } from '../../test/support/workspace/edge-case-outputs.js';

const lab = useLab();

const projects = { ...edgeCaseProject, ...projectOn('tricky') };
const outputs = [...edgeCasePaths, 'packages/app/dist'];

const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build', '--output-style=static']);
const treesOf = ({ workspace }: Machine) => outputs.map((path) => treeOf(workspace, path));

/** @returns the codecs of the blobs it left */
async function expectRoundTrip(writer: CompatibilityRow, reader: CompatibilityRow): Promise<unknown[]> {
  const share = await lab.cloud.createShare();
  const a = await lab.machine(share, projects, writer);
  const first = await build(a);
  expect(first.code).toBe(0);
  expect(first.statuses).toEqual({ 'tricky:build': 'cache-miss', 'app:build': 'cache-miss' });
  expect(a.executed()).toEqual(['tricky:build', 'app:build']);
  expect(parseOutput(first)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(first).summary).toMatch(/^0 hits, 2 misses, 2 stored \(.+\), waited [\d.]+ m?s$/);

  const b = await lab.machine(share, projects, reader);
  const second = await build(b);
  expect(second.code).toBe(0);
  expect(second.statuses).toEqual({ 'tricky:build': 'remote-cache-hit', 'app:build': 'remote-cache-hit' });
  expect(b.executed()).toEqual([]);
  expect(parseOutput(second)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(second).summary).toMatch(/^2 hits \(.+\), 0 misses, 0 stored, waited [\d.]+ m?s$/);
  expect(treesOf(b)).toEqual(treesOf(a));
  expect(taskOutput(second)).toBe(taskOutput(first));
  expect(taskOutput(second)).toContain('plain, \u001b[32mgreen\u001b[39m, žluťoučký 🐎');
  const blobs = await lab.cloud.azurite.blobs(share.azure.container);
  return blobs.map(({ metadata }) => metadata['codec']);
}

describe('a second machine runs no task and has identical outputs', () => {
  test.each(compatibilityRows)('Nx $nx on Node $node, installed with $manager', async (row) => {
    await expectRoundTrip(row, row);
  });
});

describe('one Node version reads the artifacts of another, regardless of its codecs', () => {
  const on = (node: CompatibilityRow['node']): CompatibilityRow => ({ nx: '24', node, manager: 'npm' });

  test.each([
    { from: on('24'), to: on('20'), codec: 'zstd' },
    { from: on('20'), to: on('24'), codec: 'br' },
    { from: on('26'), to: on('20'), codec: 'zstd' },
    { from: on('20'), to: on('26'), codec: 'br' },
  ])('Node $from.node to Node $to.node ($codec)', async ({ from, to, codec }) => {
    expect(await expectRoundTrip(from, to)).toEqual([codec, codec]);
  });
});
