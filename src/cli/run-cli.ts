import { Command, CommanderError } from 'commander';

import { version } from '../../package.json';
import { redactLicenses } from '../config/show.js';
import { addDoctor } from './doctor.js';
import { addExplain } from './explain.js';
import type { Host } from './host.js';
import { addKeygen } from './keygen.js';
import { addLicense } from './license.js';
import { addLs } from './ls.js';
import { addPrune } from './prune.js';
import { messageOf } from './shared/messages.js';
import { createEnvironmentRedactor } from './shared/redactor.js';
import { addStats } from './stats.js';

const commands = [addDoctor, addExplain, addStats, addLs, addPrune, addKeygen, addLicense];

/**
 * Runs the command that the arguments name, and prints its errors.
 *
 * @returns the exit code
 */
export async function runCli(words: readonly string[], host: Host): Promise<number> {
  try {
    await createProgram(host).parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const redact = createEnvironmentRedactor(host.env);
    host.err.write(`error: ${redact(messageOf(error))}\n`);
    return 1;
  }
}

/** All commands, as commander defines them. */
export function createProgram(host: Host): Command {
  const { out, err } = host;
  const program = new Command('nx-azure-cache')
    .description('manage the Azure Blob Storage remote cache of an Nx workspace')
    .version(version)
    .addHelpText('after', examples)
    .exitOverride()
    .showHelpAfterError('(add --help for usage)')
    .configureOutput({
      writeOut: (text) => {
        out.write(text);
      },
      writeErr: (text) => {
        err.write(redactLicenses(text));
      },
      getOutHelpWidth: () => out.width ?? 80,
      getErrHelpWidth: () => err.width ?? 80,
      getOutHasColors: () => out.hasColors,
      getErrHasColors: () => err.hasColors,
    });
  for (const add of commands) add(program, host);
  return program;
}

const examples = `
Examples:
  $ npx nx-azure-cache doctor              check the setup
  $ npx nx-azure-cache doctor --trust      also check whether this job could poison main
  $ npx nx-azure-cache explain web:build   explain why a task is a hit or a miss
  $ npx nx-azure-cache keygen              generate keys that sign trusted artifacts

Run nx-azure-cache <command> --help for the options of a command.`;
