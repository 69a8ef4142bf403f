import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Machine } from '../../test/support/workspace/machine.js';
import { assertNoSecrets } from '../../test/support/workspace/secrets.js';

/** The result of a program. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of JavaScript by the machine's own Node, in its workspace. */
export async function runScript(
  machine: Machine,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const { workspace, command } = machine;
  const env = { ...machine.env, ...more };
  const [node = ''] = command([]);
  const child = spawn(node, args, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  assertNoSecrets({ stdout, stderr }, env);
  return { code, stdout, stderr };
}

/** `nx-azure-cache <args>`: npm links no commands for another system. */
export const runCommand = (machine: Machine, args: readonly string[]) =>
  runScript(machine, ['node_modules/@nx/powerpack-azure-cache/dist/cli.js', ...args]);
