import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountName, connectionStringAt } from '../../test/support/azurite.js';
import { refusingDoor, silentDoor, type ClosedDoor } from '../../test/support/unreachable-hosts.js';
import type { NxLine } from '../../test/support/install/nx-version.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { said } from '../../test/support/workspace/parse-output.js';

const tasks = 50;
const lab = useLab();

function taskFiles(dependsOn: (i: number) => readonly string[]): Files {
  const files = Array.from({ length: tasks }, (_, i) => {
    const options = { command: `mkdir -p dist && echo ${i} > dist/out`, cwd: `packages/p${i}` };
    const build = { executor: 'nx:run-commands', options, cache: true, outputs: ['{projectRoot}/dist'] };
    const project = { name: `p${i}`, implicitDependencies: dependsOn(i), targets: { build } };
    return [`packages/p${i}/project.json`, JSON.stringify(project)];
  });
  return Object.fromEntries(files) as Files;
}

const shapes = {
  'in one level': taskFiles(() => []),
  'in a chain': taskFiles((i) => (i === 0 ? [] : [`p${i - 1}`])),
};
const doors: Record<string, { readonly open: () => Promise<ClosedDoor>; readonly bound: number }> = {
  refused: { open: refusingDoor, bound: 2 },
  hanging: { open: silentDoor, bound: 12 },
};

async function build(share: Share, shape: keyof typeof shapes, nx: NxLine) {
  const machine = await lab.machine(share, shapes[shape], { nx });
  const run = await machine.nx(['run-many', '-t', 'build', '--parallel=3']);
  expect(run.code).toBe(0);
  return run;
}

describe.each<{ shape: keyof typeof shapes; nx: NxLine }>([
  { shape: 'in one level', nx: '24' },
  { shape: 'in a chain', nx: '24' },
  { shape: 'in one level', nx: '20.1' },
])(
  `${tasks} tasks $shape (Nx $nx), with an endpoint that is dead (vercel/turborepo#4591)`,
  ({ shape, nx }) => {
    let without = 0;
    const opened: ClosedDoor[] = [];

    beforeAll(async () => {
      await build({ azure: undefined, env: {} }, shape, nx); // the first run on a disk is slower than the next
      without = (await build({ azure: undefined, env: {} }, shape, nx)).ms;
    });
    afterAll(() => {
      for (const door of opened) door.close();
    });

    test.each(Object.keys(doors))('%s: slower by a bound, once, and it is said once', async (how) => {
      const { open, bound } = doors[how] ?? { open: refusingDoor, bound: 0 };
      const door = await open();
      opened.push(door);
      const connection = connectionStringAt(`http://${door.host}/${accountName}`);
      const share = {
        azure: { accountName, container: 'cache' },
        env: { AZURE_STORAGE_CONNECTION_STRING: connection },
      };
      const run = await build(share, shape, nx);
      expect((run.ms - without) / 1000).toBeLessThan(bound);
      expect(said(run).warnings).toHaveLength(1);
    });
  },
);
