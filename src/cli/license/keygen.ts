import type { Command } from 'commander';

import type { Host } from '../host.js';
import { addKeyPairOptions, type KeyPairOptions } from '../keygen/key-pair-options.js';
import { writeKeyPair } from '../keygen/write-key-pair.js';
import { explainLicenseKeyPair } from './explain-license-key-pair.js';

/** `license keygen`: the keys that licenses are signed with. */
export function addLicenseKeygen(license: Command, host: Host): void {
  addKeyPairOptions(license.command('keygen'))
    .description('make the pair of keys that licenses are signed with, and say where each half goes')
    .addHelpText('after', examples)
    .action((options: KeyPairOptions) => {
      writeKeyPair(options, explainLicenseKeyPair, host);
    });
}

const examples = `
The private half goes to the standard output, everything else to the standard error.

Examples:
  $ npx nx-azure-cache license keygen --id acme-2026
  $ npx nx-azure-cache license keygen --out license-key.txt`;
