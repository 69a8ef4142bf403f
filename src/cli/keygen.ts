import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';

import { keyIdPattern } from '../config/key-text.js';
import { generateKeyPair, type KeyPair } from '../trust/generate-key-pair.js';
import type { Host } from './host.js';
import { explainKeyPair } from './keygen/explain-key-pair.js';
import { newKeyId } from './keygen/new-key-id.js';

interface Options {
  readonly id?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `keygen`: the private half alone goes to the standard output, so that it can be piped to where it belongs. */
export function addKeygen(program: Command, host: Host): void {
  program
    .command('keygen')
    .description('make the pair of keys that trusted artifacts are signed with, and say where each half goes')
    .option(
      '--id <id>',
      'the name of the pair; by default the month and four digits, e.g. 2025-11-3f9a',
      parseId,
    )
    .option('--out <file>', 'write the private half to this new file, which nobody else can read')
    .option('--json', 'print both halves as JSON')
    .addHelpText('after', examples)
    .action((options: Options) => {
      keygen(options, host);
    });
}

const examples = `
The private half goes to the standard output, everything else to the standard error.

Examples:
  $ npx nx-azure-cache keygen
  $ npx nx-azure-cache keygen | gh secret set NX_AZURE_CACHE_SIGNING_KEY --env nx-cache-trusted
  $ npx nx-azure-cache keygen --out signing-key.txt --id main-2026`;

function parseId(id: string): string {
  if (keyIdPattern.test(id)) return id;
  throw new InvalidArgumentError('It takes 1 to 32 letters, digits, "_" and "-".');
}

function keygen({ id = newKeyId(new Date()), out, json }: Options, host: Host): void {
  const pair = generateKeyPair(id);
  if (out !== undefined) writeFileSync(resolve(host.cwd, out), `${pair.signingKey}\n`, newPrivateFile);
  if (json) host.out.write(`${JSON.stringify(toJson(id, pair, out), undefined, 2)}\n`);
  else {
    host.err.write(explainKeyPair(id, pair.publicKey, out));
    if (out === undefined) host.out.write(`${pair.signingKey}\n`);
  }
}

/** A key that is there is somebody's, and is not replaced. */
const newPrivateFile = { mode: 0o600, flag: 'wx' };

function toJson(id: string, { publicKey, signingKey }: KeyPair, file: string | undefined): object {
  return file === undefined ? { id, publicKey, signingKey } : { id, publicKey, file };
}
