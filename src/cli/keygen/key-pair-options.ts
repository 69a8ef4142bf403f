import { InvalidArgumentError, type Command } from 'commander';

import { keyIdPattern } from '../../config/key-text.js';

/** How a pair of keys is to be made. */
export interface KeyPairOptions {
  readonly id?: string;
  readonly out?: string;
  readonly json?: true;
}

/** The options of every command that makes a pair of keys. */
export function addKeyPairOptions(command: Command): Command {
  return command
    .option(
      '--id <id>',
      'the name of the pair; by default the month and four digits, e.g. 2025-11-3f9a',
      parseId,
    )
    .option('--out <file>', 'write the private half to this new file, which nobody else can read')
    .option('--json', 'print both halves as JSON');
}

function parseId(id: string): string {
  if (keyIdPattern.test(id)) return id;
  throw new InvalidArgumentError('It takes 1 to 32 letters, digits, "_" and "-".');
}
