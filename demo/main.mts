/** Shows the package at work: two machines that share nothing but a container. */
import { accountName, startAzurite, type Azurite } from '../test/support/azurite.js';
import { installNx } from '../test/support/install/nx-version.js';
import { pack } from '../test/support/install/pack.js';
import { createMachine, type Machine } from '../test/support/workspace/machine.js';
import { workspaceFiles } from '../test/support/workspace/projects.js';
import type { NxRun } from '../test/support/workspace/run-nx.js';
import { treeOf } from '../test/support/workspace/tree.js';
import { projectNames, shopFiles } from './projects.mjs';
import { heading, showBlobs, showRun, showVerdict, step } from './show.mjs';

const container = 'nx-cache';
const nx = '24';

heading('Getting ready');
await step('the package, packed as it is published', pack);
const install = await step(`a workspace with Nx ${nx} and the package`, () => installNx(nx));
const azurite = await step('Azurite, Microsoft’s emulator of Azure Storage', startAzurite);
const machines = { a: createMachine(setup()), b: createMachine(setup()) };
process.once('exit', () => {
  for (const machine of Object.values(machines)) machine.dispose();
});
process.once('SIGINT', () => process.exit(130)); // so that Ctrl-C cleans up as well
process.exitCode = (await show(azurite, machines)) ? 0 : 1;
await azurite.close();

async function show(azurite: Azurite, { a, b }: Record<'a' | 'b', Machine>): Promise<boolean> {
  await azurite.createContainer(container);
  heading('Machine A builds for the first time');
  const cold = await build(a);
  heading('Machine B, a fresh checkout with nothing local, builds the same');
  const warm = await build(b);
  heading(`In the container “${container}”`);
  showBlobs(await azurite.blobs(container));
  heading('Result');
  const problems = findProblems({ a, b }, { cold, warm });
  showVerdict(problems, { cold: cold.ms, warm: warm.ms });
  return problems.length === 0;
}

async function build(machine: Machine): Promise<NxRun> {
  const run = await machine.nx(['run-many', '-t', 'build'], { env: { NX_VERBOSE_LOGGING: 'true' } });
  showRun(run);
  return run;
}

function setup() {
  const files = { ...workspaceFiles({ accountName, container }), ...shopFiles };
  return { install, files, env: { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString } };
}

function findProblems(
  { a, b }: Record<'a' | 'b', Machine>,
  { cold, warm }: Record<'cold' | 'warm', NxRun>,
): string[] {
  const problems: string[] = [];
  if (cold.code !== 0 || warm.code !== 0) problems.push(`a build failed:\n${cold.stdout}${warm.stdout}`);
  if (warm.tasks.length !== projectNames.length) problems.push('B has not looked at every task');
  for (const { task, status } of warm.tasks)
    if (status !== 'remote-cache-hit') problems.push(`${task} was a ${status} on B`);
  for (const task of b.executed()) problems.push(`${task} ran on B`);
  for (const name of projectNames)
    if (!sameOutputs(name, a, b)) problems.push(`the outputs of ${name} differ`);
  return problems;
}

function sameOutputs(name: string, a: Machine, b: Machine): boolean {
  const [ours, theirs] = [a, b].map(({ workspace }) =>
    JSON.stringify(treeOf(workspace, `packages/${name}/dist`)),
  );
  return ours === theirs;
}
