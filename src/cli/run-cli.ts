import { Command, CommanderError } from 'commander';

import { version } from '../../package.json';
import { redactLicenses } from '../config/show.js';
import { addDoctor } from './doctor.js';
import { createEnvironmentRedactor } from './doctor/environment-redactor.js';
import { addExplain } from './explain.js';
import type { Host } from './host.js';
import { addKeygen } from './keygen.js';
import { addLs } from './ls.js';
import { addLicense } from './license.js';
import { messageOf } from './message-of.js';
import { addPrune } from './prune.js';
import { addStats } from './stats.js';

const commands = [addDoctor, addExplain, addStats, addLs, addPrune, addKeygen, addLicense];

/**
 * Runs the command that the words of the command line name. Says by itself what goes wrong.
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

/** All commands, as commander has them. */
export function createProgram(host: Host): Command {
  const { out, err } = host;
  const program = new Command('nx-azure-cache')
    .description('Azure Blob Storage as the remote cache of an Nx workspace')
    .version(version)
    .addHelpText('after', examples)
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)')
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
  $ npx nx-azure-cache doctor              is all well?
  $ npx nx-azure-cache doctor --trust      could this identity poison main?
  $ npx nx-azure-cache explain web:build   a hit here, or why not?
  $ npx nx-azure-cache keygen              keys to sign trusted artifacts with
  $ npx nx-azure-cache license show        the license, where one is needed

nx-azure-cache <command> --help shows the options of a command.`;
