import { expect, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import { projectFiles } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { taskOutput } from '../../test/support/workspace/task-output.js';

const lab = useLab();

const red = projectFiles({
  name: 'red',
  target: 'lint',
  script: `console.log('2 problems'); process.exit(3);`,
});
const lint = ['run', 'red:lint', '--output-style=static'];

test.each(['20.1', '22', '24'] as const)(
  'a failed task keeps its exit code and is not stored (Nx %s)',
  async (nx) => {
    const share = await lab.cloud.createShare();
    const without = await (await lab.machine({ azure: undefined, env: {} }, red, { nx })).nx(lint);
    const machine = await lab.machine(share, red, { nx });
    const run = await machine.nx(lint);
    expect(run.code).toBe(without.code);
    expect(run.code).toBeGreaterThan(0);
    expect(parseOutput(run).warnings).toEqual([]);
    expect(await lab.cloud.azurite.blobs(share.azure.container)).toEqual([]);
  },
);

test('the second machine repeats a cached failure without running the task', async () => {
  const share = await lab.cloud.createShare();
  const env = { ...share.env, NX_CACHE_FAILURES: 'true' };
  const a = await lab.machine({ ...share, env }, red);
  const b = await lab.machine({ ...share, env }, red);
  const [first, second] = [await a.nx(lint), await b.nx(lint)];
  expect(second.code).toBe(first.code);
  expect(b.executed()).toEqual([]); // in run.json Nx calls every failure a miss
  expect(parseOutput(second).summary).toContain('1 hit');
  expect(taskOutput(second)).toBe(taskOutput(first));
});
