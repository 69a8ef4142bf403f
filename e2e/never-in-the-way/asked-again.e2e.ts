import { beforeEach, expect, test } from 'vitest';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { projectFiles, type Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
let share: Share;

beforeEach(async () => {
  share = await lab.cloud.createShare();
});

const count = 60;
const projects = Object.assign(
  {},
  ...Array.from({ length: count }, (_, index) =>
    projectFiles({
      name: `p${index}`,
      script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'p${index}');`,
    }),
  ),
) as Files;

// Nx 22.7 and 23.0 ask for every scheduled task whenever one has ended (nrwl/nx#35632): 630 lookups here. The oldest and
// the newest line stand for those that ask once.
test.each(['20.1', '22', '23.0', '24'] as const)(
  'Nx %s may ask as often as it likes: each missing artifact is looked up and counted once',
  async (nx) => {
    const machine = await lab.machine(share, projects, { nx });
    const run = await machine.nx(['run-many', '-t', 'build', '--parallel=3']);
    expect(run.code).toBe(0);
    const lookups = lab.cloud.proxy.requests.filter(({ kind }) => kind === 'get');
    expect(lookups).toHaveLength(count);
    expect(parseOutput(run).summary).toMatch(/^0 hits, 60 misses, 60 stored/);
  },
);
