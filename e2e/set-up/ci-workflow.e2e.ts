import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { installNx, type NxLine } from '../../test/support/install/nx-version.js';
import { alias } from '../../test/support/install/registry.js';
import { generate } from '../../test/support/workspace/generate.js';
import { createMachine, type Machine } from '../../test/support/workspace/machine.js';
import { workspaceFiles } from '../../test/support/workspace/projects.js';

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
  'in Nx %s, ci-workflow of the packed package prints what a workflow lacks, and writes one where there is none',
  async (line) => {
    const machine = await machineWith(line);
    expect(await ciWorkflow(machine, '--provider=github', '--dry-run')).not.toContain('Next steps');

    const printed = await ciWorkflow(machine, '--provider=github');
    expect(printed).not.toMatch(/CREATE|UPDATE/);
    expect(printed).toContain(`${workflow}: not changed.`);
    expect(printed).toContain('    - uses: azure/login@v3\n');
    expect(printed).toContain('nx-cache-trusted, limited to the branches main, release/*:');
    expect(read(machine, workflow)).toBe(found);

    const file = '.github/workflows/nx.yml';
    expect(await ciWorkflow(machine, '--provider=github', `--file=${file}`)).toContain(`CREATE ${file}`);
    const written = read(machine, file);
    expect(written).toContain(
      "(github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/heads/release/'))",
    );
    const again = await ciWorkflow(machine, '--provider=github', `--file=${file}`);
    expect(again).not.toMatch(/CREATE|UPDATE/);
    expect(again).toContain(`${file}: the lines for the remote cache are there, nothing to add.`);
    expect(read(machine, file)).toBe(written);

    for (const [provider, path] of [
      ['azure', 'azure-pipelines.yml'],
      ['gitlab', '.gitlab-ci.yml'],
    ])
      expect(await ciWorkflow(machine, `--provider=${provider}`)).toContain(`CREATE ${path}`);
  },
);

test('a wrong option fails the generator with the expected value, and nothing is written', async () => {
  const machine = await machineWith('24');
  const args = ['--provider=azure', '--trustedBranches=rel*ease'];
  await expect(ciWorkflow(machine, ...args)).rejects.toThrow(
    '--trustedBranches.0: expected a name of letters',
  );
  expect(existsSync(join(machine.workspace, 'azure-pipelines.yml'))).toBe(false);
});
