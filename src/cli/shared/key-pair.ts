import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';

import { keyIdPattern } from '../../config/key-text.js';
import { generateKeyPair } from '../../trust/signature.js';
import type { Host } from '../host.js';

interface KeyPairOptions {
  readonly id?: string;
  readonly out?: string;
  readonly json?: true;
}

/** What a command that generates key pairs prints. */
export interface KeyPairTexts {
  readonly description: string;
  /** a line for each command line */
  readonly examples: string;
  /**
   * The instructions for a new key pair.
   *
   * @param file the file of the private key; undefined: it follows on the standard output
   */
  readonly explain: (id: string, publicKey: string, file: string | undefined) => string;
}

/** Adds the command `keygen`. */
export function addKeyPairCommand(parent: Command, texts: KeyPairTexts, host: Host): void {
  parent
    .command('keygen')
    .description(texts.description)
    .option(
      '--id <id>',
      'name of the key pair (default: month and random digits, e.g. 2025-11-3f9a)',
      parseId,
    )
    .option('--out <file>', 'write the private key to a new file that only you can read')
    .option('--json', 'print both keys as JSON')
    .addHelpText('after', `\n${whereKeysGo}\n\nExamples:\n${texts.examples}`)
    .action((options: KeyPairOptions) => {
      writeKeyPair(options, texts, host);
    });
}

const whereKeysGo = 'The private key goes to the standard output, everything else to the standard error.';

function parseId(id: string): string {
  if (keyIdPattern.test(id)) return id;
  throw new InvalidArgumentError('Expected 1 to 32 letters, digits, "_" and "-".');
}

/** Generates a key pair. Only the private key goes to the standard output, so that it can be piped to its place. */
function writeKeyPair(options: KeyPairOptions, { explain }: KeyPairTexts, { cwd, out, err }: Host): void {
  const { id = newKeyId(new Date()), out: file, json } = options;
  const { publicKey, signingKey } = generateKeyPair(id);
  // `wx`: an existing key may be in use, and is never replaced.
  if (file !== undefined) writeFileSync(resolve(cwd, file), `${signingKey}\n`, { mode: 0o600, flag: 'wx' });
  if (json) {
    const pair = { id, publicKey, ...(file === undefined ? { signingKey } : { file }) };
    out.write(`${JSON.stringify(pair, undefined, 2)}\n`);
    return;
  }
  err.write(explain(id, publicKey, file));
  if (file === undefined) out.write(`${signingKey}\n`);
}

/** The month, and random digits for several keys of a month: `2025-11-3f9a`. */
export function newKeyId(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-${randomBytes(2).toString('hex')}`;
}
