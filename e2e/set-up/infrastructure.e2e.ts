import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installNx, type NxLine } from '../../test/support/install/nx-version.js';
import { alias } from '../../test/support/install/registry.js';
import { generate as run } from '../../test/support/workspace/generate.js';
import { createMachine, type Machine } from '../../test/support/workspace/machine.js';
import { workspaceFiles } from '../../test/support/workspace/projects.js';

const folders: string[] = [];
const machines: Machine[] = [];
const options = ['--format=both', '--githubRepository=acme/web', '--trustedBranches=main,stable'];
const templates = ['main.bicep', 'main.bicepparam', 'main.tf', 'terraform.tfvars'].map(
  (name) => `infrastructure/nx-cache/${name}`,
);

afterEach(() => {
  for (const machine of machines.splice(0)) machine.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The installed package by its own name, as `npm install nx-azure-cache` leaves it. */
function byItsOwnName(install: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-'));
  folders.push(folder);
  mkdirSync(join(folder, 'node_modules'));
  const link = (from: string, to: string) => {
    symlinkSync(join(install, 'node_modules', from), join(folder, 'node_modules', to));
  };
  link('nx', 'nx');
  link(alias, 'nx-azure-cache');
  return folder;
}

async function machineWith(name: string, line: NxLine): Promise<Machine> {
  const install = await installNx(line);
  const files = workspaceFiles({ accountName: 'acmenxcache', container: 'nx-cache' });
  const machine = createMachine({ install: name === alias ? install : byItsOwnName(install), files });
  machines.push(machine);
  return machine;
}

const generate = (machine: Machine, name: string, args: readonly string[]) =>
  run(machine, `${name}:infrastructure`, args);

const read = ({ workspace }: Machine, path: string) => readFileSync(join(workspace, path), 'utf8');

test.each([
  { name: alias, line: '20.1' },
  { name: alias, line: '24' },
  { name: 'nx-azure-cache', line: '24' },
] as const)('$name:infrastructure of the packed package writes the templates in Nx $line', async (row) => {
  const machine = await machineWith(row.name, row.line);
  const dry = await generate(machine, row.name, [...options, '--dry-run']);
  expect(dry).not.toContain('Next steps');
  expect(templates.filter((path) => existsSync(join(machine.workspace, path)))).toEqual([]);

  const first = await generate(machine, row.name, options);
  for (const path of templates) expect(first).toContain(`CREATE ${path}`);
  expect(first).toContain('Next steps');
  const written = templates.map((path) => read(machine, path));
  expect(written[0]).toBe(readFileSync('infrastructure/main.bicep', 'utf8'));
  expect(written[1]).toContain("subject: 'repo:acme/web:ref:refs/heads/stable'");
  expect(written[2]).toBe(readFileSync('infrastructure/main.tf', 'utf8'));
  expect(written[3]).toContain('"repo:acme/web:ref:refs/heads/stable"');

  const second = await generate(machine, row.name, options);
  expect(second).not.toMatch(/CREATE|UPDATE/);
  expect(templates.map((path) => read(machine, path))).toEqual(written);
});

test('a bad option fails the generator, with what is expected, and writes nothing', async () => {
  const machine = await machineWith(alias, '24');
  await expect(generate(machine, alias, ['--accountName=Acme-Cache'])).rejects.toThrow(
    '--accountName: expected a storage account name: 3 to 24 lowercase letters and digits, got "Acme-Cache"',
  );
  expect(templates.filter((path) => existsSync(join(machine.workspace, path)))).toEqual([]);
});
