import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeFiles, type Files } from './work/files.mjs';
import { sizesBelow } from './work/sizes.mjs';
import type { Work } from './work/work.mjs';

/** One computer in a fresh folder: a checkout, a home and the tools' caches. */
export interface Machine {
  readonly root: string;
  readonly workspace: string;
  readonly home: string;
  readonly cache: string;
  readonly data: string;
}

export function createMachine(
  scratch: string,
  { install, files }: { install: string; files: Files },
): Machine {
  const root = mkdtempSync(join(scratch, 'machine-'));
  const at = (name: string) => join(root, name);
  const machine = {
    root,
    workspace: at('workspace'),
    home: at('home'),
    cache: at('cache'),
    data: at('data'),
  };
  for (const folder of [machine.workspace, machine.home, machine.cache, machine.data]) mkdirSync(folder);
  writeFiles(machine.workspace, files);
  linkPackages(join(install, 'node_modules'), join(machine.workspace, 'node_modules'));
  return machine;
}

/** The folder itself is the machine's own: some tools keep their cache in it. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
}

export function disposeMachine(machine: Machine): void {
  rmSync(machine.root, { recursive: true, force: true });
}

/** Copies another machine's project graph to a machine, but not its build results. */
export function shareGraph(from: Machine, to: Machine): void {
  const isDatabase = (name: string) => /\.db(?:-|$)/.test(name);
  for (const name of readdirSync(from.data).filter((entry) => !isDatabase(entry))) {
    cpSync(join(from.data, name), join(to.data, name), { recursive: true });
  }
}

/** Deletes the build outputs in the workspace, but not those in a cache. */
export function removeOutputs(machine: Machine, work: Work): void {
  for (const { name } of work.tasks) rmSync(distOf(machine, name), { recursive: true, force: true });
  rmSync(join(machine.root, 'executed.log'), { force: true });
}

/** How many tasks really ran since the outputs were removed, by their own account. */
export function countExecuted(machine: Machine): number {
  const log = join(machine.root, 'executed.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').length : 0;
}

/** @throws Error for the first task whose `dist` is not, file for file and byte for byte in length, its fixture */
export function assertOutputs(machine: Machine, work: Work): void {
  for (const { name, fixture } of work.tasks) {
    if (sizesBelow(distOf(machine, name)) !== sizesBelow(fixture))
      throw new Error(`${name} has other outputs than its task`);
  }
}

const distOf = (machine: Machine, name: string) => join(machine.workspace, 'packages', name, 'dist');
