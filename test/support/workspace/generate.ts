import { stripVTControlCharacters } from 'node:util';

import { execute } from '../install/execute.js';
import type { Machine } from './machine.js';

/** Runs `nx generate` and returns its output; Nx colors the output in CI, too. */
export async function generate(
  machine: Machine,
  generator: string,
  args: readonly string[],
): Promise<string> {
  const [file = '', ...rest] = machine.command(['generate', generator, ...args]);
  return stripVTControlCharacters(await execute([file, ...rest], machine.workspace, machine.env));
}
