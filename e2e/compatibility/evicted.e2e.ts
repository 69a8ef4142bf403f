import { readdirSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles, workspaceFiles, type Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

const lab = useLab();
let share: Share;

beforeEach(async () => {
  share = await lab.cloud.createShare();
});

const count = 12;
const names = Array.from({ length: count }, (_, index) => `p${index}`);

/** Tasks that leave 400 kB each, in a workspace whose local cache holds two of them. */
const projects = (): Files =>
  Object.assign(
    { 'nx.json': JSON.stringify({ ...nxJson(), maxCacheSize: '1MB' }) },
    ...names.map((name) =>
      projectFiles({
        name,
        script: `
          fs.mkdirSync('dist/sub', { recursive: true });
          fs.writeFileSync('dist/sub/out', '${name}'.padEnd(200_000, '${name}'));
          fs.writeFileSync('dist/more', '${name}'.padEnd(200_000, 'x'));`,
      }),
    ),
  ) as Files;

const nxJson = () => JSON.parse(workspaceFiles(share.azure)['nx.json'] ?? '') as object;

const build = async (machine: Machine) => {
  const run = await machine.nx(['run-many', '-t', 'build', '--parallel=3']);
  expect(run.code).toBe(0);
  return parseOutput(run).summary;
};

// At each `put`, Nx removes entries over the limit, even those that it has passed on to be stored (nrwl/nx#34032).
test.each(['20.1', '20.8', '21', '22', '23.0', '23', '24'] as const)(
  'Nx %s may empty its local cache while the uploads go on: all artifacts are stored',
  async (nx) => {
    const first = await lab.machine(share, projects(), { nx });
    expect(await build(first)).toMatch(/^0 hits, 12 misses, 12 stored/);
    expect(leftovers(first)).toEqual([]);
    const second = await lab.machine(share, projects(), { nx });
    expect(await build(second)).toMatch(/^12 hits/);
    expect(second.executed()).toEqual([]);
  },
);

const leftovers = ({ cacheDirectory }: Machine) =>
  readdirSync(cacheDirectory).filter((name) => name.startsWith('.nx-azure-cache-'));
