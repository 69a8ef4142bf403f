import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountName, connectionStringAt } from '../../test/support/azurite.js';
import { refusingHost, silentHost, type UnreachableHost } from '../../test/support/unreachable-hosts.js';
import type { NxLine } from '../../test/support/install/nx-version.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';

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
const hosts: Record<string, { readonly open: () => Promise<UnreachableHost>; readonly bound: number }> = {
  refused: { open: refusingHost, bound: 2 },
  hanging: { open: silentHost, bound: 12 },
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
    const opened: UnreachableHost[] = [];

    beforeAll(async () => {
      await build({ azure: undefined, env: {} }, shape, nx); // the first run on a disk is slower than the next
      without = (await build({ azure: undefined, env: {} }, shape, nx)).ms;
    });
    afterAll(() => {
      for (const host of opened) host.close();
    });

    test.each(Object.keys(hosts))(
      'a connection that is %s costs a bounded time, once, and one warning',
      async (how) => {
        const { open, bound } = hosts[how] ?? { open: refusingHost, bound: 0 };
        const host = await open();
        opened.push(host);
        const connection = connectionStringAt(`http://${host.host}/${accountName}`);
        const share = {
          azure: { accountName, container: 'cache' },
          env: { AZURE_STORAGE_CONNECTION_STRING: connection },
        };
        const run = await build(share, shape, nx);
        expect((run.ms - without) / 1000).toBeLessThan(bound);
        expect(parseOutput(run).warnings).toHaveLength(1);
      },
    );
  },
);
