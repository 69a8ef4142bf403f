import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installNx, type NxLine } from './install/nx-version.js';
import { alias } from './install/registry.js';
import { generate } from './workspace/generate.js';
import { createMachine, type Machine } from './workspace/machine.js';
import { workspaceFiles } from './workspace/projects.js';

const workflow = '.github/workflows/ci.yml';
const found = readFileSync('test/ci-workflows/github-nx.yml', 'utf8');
const machines: Machine[] = [];

afterEach(() => {
  for (const machine of machines.splice(0)) machine.dispose();
});

async function machineWith(line: NxLine): Promise<Machine> {
  const azure = {
    accountName: 'acmenxcache',
    container: 'nx-cache',
    trust: { branches: ['main', 'release/*'] },
  };
  const files = { ...workspaceFiles(azure), [workflow]: found };
  const machine = createMachine({ install: await installNx(line), files });
  machines.push(machine);
  return machine;
}

const read = ({ workspace }: Machine, path: string) => readFileSync(join(workspace, path), 'utf8');
const ciWorkflow = (machine: Machine, ...args: string[]) => generate(machine, `${alias}:ci-workflow`, args);

test.each(['24', '20.8'] as const)(
  'ci-workflow of the packed package patches the workflow of Nx %s once, and makes a pipeline where there is none',
  async (line) => {
    const machine = await machineWith(line);
    expect(await ciWorkflow(machine, '--provider=github', '--dry-run')).not.toContain('Next steps');
    expect(read(machine, workflow)).toBe(found);

    const first = await ciWorkflow(machine, '--provider=github');
    expect(first).toContain(`UPDATE ${workflow}`);
    expect(first).toContain('limit it to the branches main, release/*');
    const patched = read(machine, workflow);
    expect(patched.match(/uses: azure\/login@v3/g)).toHaveLength(1);
    expect(patched).toContain(
      "(github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/release/'))",
    );

    const second = await ciWorkflow(machine, '--provider=github');
    expect(second).not.toMatch(/CREATE|UPDATE/);
    expect(second).toContain(`${workflow} has all that it needs.`);
    expect(read(machine, workflow)).toBe(patched);

    expect(await ciWorkflow(machine, '--provider=azure')).toContain('CREATE azure-pipelines.yml');
    expect(await ciWorkflow(machine, '--provider=azure')).toContain(
      'azure-pipelines.yml has all that it needs.',
    );
  },
);

test('a wrong option fails the generator, with what is expected, and writes nothing', async () => {
  const machine = await machineWith('24');
  const args = ['--provider=azure', '--trustedBranches=rel*ease'];
  await expect(ciWorkflow(machine, ...args)).rejects.toThrow(
    '--trustedBranches.0: expected a name of letters',
  );
  expect(existsSync(join(machine.workspace, 'azure-pipelines.yml'))).toBe(false);
});
