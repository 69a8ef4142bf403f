import { expect, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { treeOf } from '../../test/support/workspace/tree.js';

const tasks = 300;
const lab = useLab({ latency: 20 });

/** As many processes as tasks: a shell is lighter than Node. */
const projects = Object.fromEntries(
  Array.from({ length: tasks }, (_, i) => [
    `packages/p${i}/project.json`,
    JSON.stringify({
      name: `p${i}`,
      targets: {
        build: {
          command: `mkdir -p dist && echo ${i} > dist/out && echo p${i} >> "$EXECUTED_LOG"`,
          options: { cwd: `packages/p${i}` },
          cache: true,
          outputs: ['{projectRoot}/dist'],
        },
      },
    }),
  ]),
);
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build', '--parallel=8']);

test(`${tasks} tasks in one level, 20 ms away: all stored by the end of the run, all hits on the next machine`, async () => {
  const share = await lab.cloud.createShare();
  const [a, b] = [await lab.machine(share, projects), await lab.machine(share, projects)];
  const cold = await build(a);
  expect(cold.code).toBe(0);
  expect(parseOutput(cold)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(cold).summary).toMatch(new RegExp(`^0 hits, ${tasks} misses, ${tasks} stored `));
  expect(await lab.cloud.azurite.blobs(share.azure.container)).toHaveLength(tasks);

  const warm = await build(b);
  expect(warm.code).toBe(0);
  expect(new Set(Object.values(warm.statuses))).toEqual(new Set(['remote-cache-hit']));
  expect(parseOutput(warm).summary).toMatch(
    new RegExp(`^${tasks} hits .*, 0 misses, 0 stored, waited [\\d.]+ m?s$`),
  );
  expect(b.executed()).toEqual([]);
  expect(treeOf(b.workspace, 'packages')).toEqual(treeOf(a.workspace, 'packages'));
});
