import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { Files } from './projects.js';
import type { NxRun } from './run-nx.js';

/** A tool of the build that Nx does not hash, as main has it and as a malicious pull request patches it. */
export const genuineTool: Files = { 'tools/stamp': 'genuine\n' };
export const patchedTool: Files = { 'tools/stamp': 'poisoned\n' };

/**
 * A project whose task puts the tool's stamp on its source: inputs and hash stay the same when the tool
 * changes. A shell runs it, which is lighter than Node.
 */
export function stampedProject(name: string, source = 'source'): Files {
  const command = `mkdir -p dist && cat ../../tools/stamp source > dist/out && echo ${name} >> "$EXECUTED_LOG"`;
  const options = { cwd: `packages/${name}` };
  const build = { command, options, cache: true, outputs: ['{projectRoot}/dist'] };
  return {
    [`packages/${name}/project.json`]: JSON.stringify({ name, targets: { build } }),
    [`packages/${name}/source`]: `${source}\n`,
  };
}

/** A build of stamped projects, with all that is to be known of it once the machine is gone. */
export interface Build extends NxRun {
  /** Project → its output, e.g. `genuine source`; `nothing` without an output. */
  readonly stamps: Readonly<Record<string, string>>;
  /** The projects whose task really ran on this machine so far. */
  readonly executed: readonly string[];
}

export async function build(machine: Machine, args: readonly string[] = []): Promise<Build> {
  const run = await machine.nx(['run-many', '-t', 'build', ...args]);
  const names = readdirSync(join(machine.workspace, 'packages'));
  const stamps = Object.fromEntries(names.map((name) => [name, stampOf(machine, name)]));
  return { ...run, stamps, executed: machine.executed() };
}

/** Project → hash of its task. */
export const hashesOf = ({ tasks }: NxRun): Readonly<Record<string, string>> =>
  Object.fromEntries(tasks.map(({ task, hash }) => [task.replace(/:build$/, ''), hash]));

function stampOf({ workspace }: Machine, name: string): string {
  try {
    return readFileSync(join(workspace, 'packages', name, 'dist/out'), 'utf8')
      .trim()
      .replaceAll('\n', ' ');
  } catch {
    return 'nothing';
  }
}
