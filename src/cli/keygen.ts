import type { Command } from 'commander';

import type { Host } from './host.js';
import { explainKeyPair } from './keygen/explain-key-pair.js';
import { addKeyPairOptions, type KeyPairOptions } from './keygen/key-pair-options.js';
import { writeKeyPair } from './keygen/write-key-pair.js';

/** `keygen`: the keys that trusted artifacts are signed with. */
export function addKeygen(program: Command, host: Host): void {
  addKeyPairOptions(program.command('keygen'))
    .description('make the pair of keys that trusted artifacts are signed with, and say where each half goes')
    .addHelpText('after', examples)
    .action((options: KeyPairOptions) => {
      writeKeyPair(options, explainKeyPair, host);
    });
}

const examples = `
The private half goes to the standard output, everything else to the standard error.

Examples:
  $ npx nx-azure-cache keygen
  $ npx nx-azure-cache keygen | gh secret set NX_AZURE_CACHE_SIGNING_KEY --env nx-cache-trusted
  $ npx nx-azure-cache keygen --out signing-key.txt --id main-2026`;
