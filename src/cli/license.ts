import type { Command } from 'commander';

import type { Host } from './host.js';
import { addIssue } from './license/issue.js';
import { addLicenseKeygen } from './license/keygen.js';
import { addShow } from './license/show.js';

/** `license`: for organizations that hand out the right to share a cache; nobody else needs one. */
export function addLicense(program: Command, host: Host): void {
  const license = program
    .command('license')
    .description('issue and look at licenses, which nobody needs unless nx.json has azure.license')
    .addHelpText('after', examples);
  for (const add of [addLicenseKeygen, addIssue, addShow]) add(license, host);
}

const examples = `
Examples:
  $ npx nx-azure-cache license keygen   keys to sign licenses with
  $ npx nx-azure-cache license issue --organization Acme --expires 2027-12-31
  $ npx nx-azure-cache license show     is there one, and does it count?

nx-azure-cache license <command> --help shows the options of a command.`;
