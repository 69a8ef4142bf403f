import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
const project = projectFiles({
  name: 'one',
  script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'one');`,
});
const observer = new URL('./observe.mjs', import.meta.url).href;

/** The observations of the process that runs the tasks: the one that has loaded the package. */
interface Observed {
  readonly threads: readonly string[];
  readonly connections: number;
  readonly modules: readonly string[];
}

async function observedBuild(machine: Machine) {
  const file = join(machine.workspace, '../observed');
  const env = { OBSERVED: file, NODE_OPTIONS: `--import=${observer}` };
  const run = await machine.nx(['run-many', '-t', 'build'], { env });
  const processes = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  const observed = processes.map((line) => JSON.parse(line) as Observed);
  return { run, observed: observed.filter(({ modules }) => modules.length > 0) };
}

test('a run of local hits loads one small file, starts no thread and opens no connection', async () => {
  const machine = await lab.machine(await lab.cloud.createShare(), project);
  const cold = await observedBuild(machine);
  expect(cold.observed).toHaveLength(1);
  expect(cold.observed[0]?.threads).toEqual([expect.stringContaining('azure-cache')]);

  lab.cloud.proxy.reset();
  const warm = await observedBuild(machine);
  expect(warm.run.statuses).toEqual({ 'one:build': 'local-cache-hit' });
  expect(warm.observed).toHaveLength(1);
  expect(warm.observed[0]).toMatchObject({ threads: [], connections: 0 });
  expect(warm.observed[0]?.modules.map((path) => basename(path))).not.toContain('worker.js');
  expect(warm.observed[0]?.modules.length).toBeLessThan(cold.observed[0]?.modules.length ?? 0);
  expect(lab.cloud.proxy.requests).toEqual([]);
  expect(parseOutput(warm.run)).toMatchObject({ warnings: [], notes: [], summary: '' });
});
