import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { useLab } from '../../../test/support/workspace/lab.js';
import type { Machine } from '../../../test/support/workspace/machine.js';
import type { Files } from '../../../test/support/workspace/projects.js';
import { createRepository, type Repository } from '../../../test/support/workspace/repository.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import {
  build,
  hashesOf,
  patchedTool,
  stampedProject,
} from '../../../test/support/workspace/stamped-project.js';
import { treeOf } from '../../../test/support/workspace/tree.js';

const lab = useLab();

/** Project → the planted entry in main's cache directory for the hash of its task. */
const leftovers: Readonly<Record<string, (cache: string, project: string, hash: string) => void>> = {
  'outputs-in-place': (cache, project, hash) => {
    writeOutputs(join(cache, hash), project);
    write(join(cache, 'terminalOutputs', hash), 'poisoned');
    write(join(cache, `${hash}.commit`), 'true'); // Nx's mark of a complete entry, before it had a database
  },
  'a-link-in-place': (cache, project, hash) => {
    writeOutputs(join(cache, 'elsewhere'), project);
    symlinkSync('elsewhere', join(cache, hash));
  },
  'rest-of-a-killed-run': (cache, project, hash) => {
    writeOutputs(join(cache, `.nx-azure-cache-${hash}-0123456789abcdef`), project);
    writeOutputs(join(cache, `.nx-azure-cache-${hash}-0123456789abcdef/outputs`), project);
  },
};
const projects = Object.keys(leftovers);
const files = Object.assign({}, ...projects.map((project) => stampedProject(project))) as Files;
const genuine = Object.fromEntries(projects.map((project) => [project, 'genuine source']));
const poisoned = Object.fromEntries(projects.map((project) => [project, 'poisoned source']));

function writeOutputs(folder: string, project: string): void {
  write(join(folder, 'packages', project, 'dist/out'), 'poisoned\nsource\n');
  write(join(folder, 'packages', project, 'dist/extra'), 'poisoned');
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A machine of main that an attacker used before, without Nx's database. */
async function visited(repository: Repository, hashes: Readonly<Record<string, string>>): Promise<Machine> {
  const machine = await repository.main();
  for (const [project, leave] of Object.entries(leftovers))
    leave(machine.cacheDirectory, project, hashes[project] ?? '');
  return machine;
}

const treesOf = ({ workspace }: Machine) =>
  projects.map((name) => treeOf(workspace, `packages/${name}/dist`));

test.each(['24', '20.1'] as const)(
  'main restores no local entry that was planted without the database of Nx (Nx %s)',
  async (nx) => {
    const repository = await createRepository(lab, 'both', { nx, files });
    const attacker = await repository.pullRequest(7, { files: patchedTool });
    const hashes = hashesOf(await build(attacker));

    // With Nx's database it is Nx's own cache: no runs of different trust may share that.
    const shared = await repository.main();
    for (const key of ['NX_CACHE_DIRECTORY', 'NX_WORKSPACE_DATA_DIRECTORY'])
      cpSync(attacker.env[key] ?? '', shared.env[key] ?? '', { recursive: true });
    expect(await build(shared)).toMatchObject({ stamps: poisoned, executed: [] });

    // Without it, main runs the tasks and stores their outputs.
    const first = await visited(repository, hashes);
    const cold = await build(first);
    expect(cold).toMatchObject({ code: 0, stamps: genuine });
    expect(cold.executed.toSorted()).toEqual(projects.toSorted());
    expect(parseOutput(cold)).toMatchObject({ warnings: [], notes: [] });
    expect(parseOutput(cold).summary).toContain('3 stored');

    // Or it restores that, and nothing else.
    const second = await visited(repository, hashes);
    const warm = await build(second);
    expect(warm).toMatchObject({ code: 0, stamps: genuine, executed: [] });
    expect(parseOutput(warm)).toMatchObject({ warnings: [], notes: [] });
    expect(parseOutput(warm).summary).toMatch(/^3 hits /);
    expect(JSON.stringify([treesOf(first), treesOf(second)])).not.toContain('extra');
  },
);
