/**
 * Measures what the package adds to `nx run-many` with local hits only: `npx tsx e2e/never-in-the-way/measure-local-hits.mts`,
 * after `npm run pack`. Interleaved, so that a noisy machine is equally unkind to both. Not a test: it prints.
 */
import { accountName, startAzurite } from '../../test/support/azurite.js';
import { installNx, installNxAlone } from '../../test/support/install/nx-version.js';
import { spreadOf } from '../../bench/report/statistics.mjs';
import { createMachine, type Machine } from '../../test/support/workspace/machine.js';
import { projectFiles, workspaceFiles } from '../../test/support/workspace/projects.js';

const rounds = 20;
const projects = Object.assign(
  {},
  ...Array.from({ length: 20 }, (_, i) =>
    projectFiles({ name: `p${i}`, script: `fs.mkdirSync('dist', { recursive: true });` }),
  ),
) as Record<string, string>;

const azurite = await startAzurite();
await azurite.createContainer('cache');
const machineWith = (install: string) =>
  createMachine({
    install,
    files: { ...workspaceFiles({ accountName, container: 'cache' }), ...projects },
    env: { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString },
  });
const machines = {
  without: machineWith(await installNxAlone('24')),
  with: machineWith(await installNx('24')),
};
const times = { without: [] as number[], with: [] as number[] };

for (const machine of Object.values(machines)) await build(machine);
for (let round = 0; round < rounds; round++) {
  // Who is first alternates: the second one finds warmer caches.
  const order = ['without', 'with'] as const;
  for (const key of round % 2 === 0 ? order : order.toReversed()) times[key].push(await build(machines[key]));
}

const medianOf = (values: readonly number[]) => spreadOf(values)?.median ?? NaN;
const [bare, ours] = [medianOf(times.without), medianOf(times.with)];
console.log(`without ${bare.toFixed(0)} ms, with ${ours.toFixed(0)} ms: ${(ours - bare).toFixed(0)} ms more`);
for (const machine of Object.values(machines)) machine.dispose();
await azurite.close();

async function build(machine: Machine): Promise<number> {
  const { ms } = await machine.nx(['run-many', '-t', 'build']);
  return ms;
}
