import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { parse } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { accountName } from '../../test/support/azurite.js';
import { execute } from '../../test/support/install/execute.js';
import { alias } from '../../test/support/install/registry.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { build, genuineTool, stampedProject } from '../../test/support/workspace/stamped-project.js';

const lab = useLab();
const fixtures = join(import.meta.dirname, '../../src/generators/migrate/fixtures');

/** The files of a fixture as they would be with that container, and without telling Nx's makers of it. */
function filesOf(folder: string, container: string): Files {
  const root = join(fixtures, folder);
  // Their lock files identify the package manager, and contain nothing that Nx could read.
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.includes('lock'),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  const own = (text: string) =>
    text
      .replaceAll('acmenxcache', accountName)
      .replaceAll('<version>', version)
      .replaceAll(/"container": "[^"]*"/g, `"container": "${container}"`)
      .replaceAll('.net/nx-cache?', `.net/${container}?`)
      .replace('"analytics": true', '"analytics": false');
  return Object.fromEntries(
    paths.map((path) => [path.slice(root.length + 1), own(readFileSync(path, 'utf8'))]),
  );
}

async function migrate(machine: Machine, ...args: string[]): Promise<string> {
  const [file = '', ...rest] = machine.command(['generate', `${alias}:migrate`, ...args]);
  return stripVTControlCharacters(await execute([file, ...rest], machine.workspace, machine.env));
}

/** The first machine builds, the second one restores just that. */
async function expectShared(first: Machine, second: Machine): Promise<void> {
  const built = await build(first);
  expect([built.code, built.executed]).toEqual([0, ['web']]);
  const restored = await build(second);
  expect([restored.code, restored.executed]).toEqual([0, []]);
  expect(restored.statuses).toEqual({ 'web:build': 'remote-cache-hit' });
  expect(restored.stamps).toEqual(built.stamps);
}

const read = ({ workspace }: Machine, path: string) => readFileSync(join(workspace, path), 'utf8');

test.each([
  { fixture: 'remotecache-azure-designsystem', nx: '20.8', files: ['nx.json', 'package.json'] },
  { fixture: 'azure-cache-eddacraft', nx: '24', files: ['package.json'] },
] as const)('$fixture, migrated in Nx $nx, shares its builds', async ({ fixture, nx, files }) => {
  const { azure, env } = await lab.cloud.createShare();
  const share = { azure: undefined, env };
  const projects = { ...genuineTool, ...stampedProject('web') };
  const before = filesOf(`${fixture}/before`, azure.container);
  const after = { ...before, ...filesOf(`${fixture}/after`, azure.container) };

  const first = await lab.machine(share, { ...before, ...projects }, { nx });
  const dry = await migrate(first, '--dry-run');
  expect(dry).toContain('+    "@nx/powerpack-azure-cache": "npm:nx-azure-cache@');
  for (const file of files) expect(read(first, file)).toBe(before[file]);

  const said = await migrate(first);
  for (const file of files) expect(said).toContain(`UPDATE ${file}`);
  for (const file of ['nx.json', 'package.json']) expect(read(first, file)).toBe(after[file]);
  expect(await migrate(first)).not.toContain('UPDATE');

  await expectShared(first, await lab.machine(share, { ...after, ...projects }, { nx }));
});

/** Applies the manual steps of the report to nx.json: removes the other remote cache and adds an `azure` block. */
function finishByHand({ workspace }: Machine, azure: object): string {
  const path = join(workspace, 'nx.json');
  const migrated = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const others = ['tasksRunnerOptions', 'nxCloudAccessToken'];
  const kept = Object.entries(migrated).filter(([key]) => !others.includes(key));
  const nxJson = JSON.stringify({ azure, ...Object.fromEntries(kept), neverConnectToCloud: true });
  writeFileSync(path, nxJson);
  return nxJson;
}

test.each([
  { nx: '20.8', fixture: 'remotecache-azure-issue-11' },
  { nx: '20.8', fixture: 'remotecache-azure-issue-22' },
  { nx: '20.8', fixture: 'remotecache-azure-issue-27' },
  { nx: '24', fixture: 'azure-cache-designsystem' },
  { nx: '24', fixture: 'azure-cache-issue-29228' },
  { nx: '24', fixture: 'azure-cache-issue-30018' },
  { nx: '24', fixture: 'other-runner-pellegrims' },
] as const)('$fixture, migrated and finished by hand, shares its builds', async ({ fixture, nx }) => {
  const { azure, env } = await lab.cloud.createShare();
  const share = { azure: undefined, env };
  const files = {
    ...filesOf(`${fixture}/before`, azure.container),
    ...genuineTool,
    ...stampedProject('web'),
  };
  const first = await lab.machine(share, files, { nx });
  await migrate(first);
  const finished = { 'nx.json': finishByHand(first, azure), 'package.json': read(first, 'package.json') };

  // Nx 20 may not see that nx.json was written twice in one second: a machine that has not seen the first does.
  const checkout = () => lab.machine(share, { ...files, ...finished }, { nx });
  await expectShared(await checkout(), await checkout());
});
