import type { Command } from 'commander';

import type { Host } from './host.js';
import { addIssue } from './license/issue.js';
import { addShow } from './license/show.js';
import { addKeyPairCommand } from './shared/key-pair.js';

/** `license`: for organizations that require a license to share a cache. */
export function addLicense(program: Command, host: Host): void {
  const license = program
    .command('license')
    .description('issue and show licenses; only needed if nx.json sets azure.license')
    .addHelpText('after', examples);
  for (const add of [addLicenseKeygen, addIssue, addShow]) add(license, host);
}

const examples = `
Examples:
  $ npx nx-azure-cache license keygen   generate the keys that sign licenses
  $ npx nx-azure-cache license issue --organization Acme --expires 2027-12-31
  $ npx nx-azure-cache license show     check the license of this workspace

Run nx-azure-cache license <command> --help for the options of a command.`;

/** `license keygen`: the keys that licenses are signed with. */
function addLicenseKeygen(license: Command, host: Host): void {
  const description = 'generate the key pair that signs licenses, and print where each key goes';
  addKeyPairCommand(license, { description, examples: keygenExamples, explain }, host);
}

const keygenExamples = `\
  $ npx nx-azure-cache license keygen --id acme-2026
  $ npx nx-azure-cache license keygen --out license-key.txt`;

function explain(id: string, publicKey: string, file: string | undefined): string {
  return `Key pair "${id}"

1. Public key: add it to the nx.json of every workspace that requires a license

  "azure": { "license": { "publicKey": "${publicKey}" } }

2. Private key: only for those who issue licenses, as the variable NX_AZURE_CACHE_LICENSE_KEY of

  npx nx-azure-cache license issue --organization Acme --expires 2027-12-31

${file === undefined ? 'The private key follows. It is not stored anywhere:\n\n' : `The private key is in ${file}.\n`}`;
}
