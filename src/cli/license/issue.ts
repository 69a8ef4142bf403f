import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';

import { readVariable, type Environment } from '../../config/environment.js';
import { parseKeyText, type KeyText } from '../../config/key-text.js';
import { licenseKeyVariable } from '../../config/variables.js';
import { ConfigError } from '../../errors.js';
import { formatDay } from '../../license/license.js';
import { issueLicense } from '../../license/signed-license.js';
import { unlimited, type License } from '../../license/license.js';
import type { Host } from '../host.js';
import { parseCount, parseExpiry, parseOrganization } from './parse-grant.js';

type Grant = Pick<License, 'organization' | 'seats' | 'workspaces'> & { readonly expires: Date };

/** `license issue`: the license alone goes to the standard output. */
export function addIssue(license: Command, host: Host): void {
  license
    .command('issue')
    .description('sign a license with the private half of a pair of keys, and print it')
    .requiredOption('--organization <name>', 'whom it is for', parseOrganization)
    .requiredOption('--expires <date>', 'the last day on which it counts, e.g. 2027-12-31', parseExpiry)
    .option('--seats <number>', `for how many people; ${unlimited}: unlimited`, parseCount, unlimited)
    .option('--workspaces <number>', `in how many workspaces; ${unlimited}: unlimited`, parseCount, unlimited)
    .addHelpText('after', examples)
    .action((grant: Grant) => issue(grant, host));
}

const examples = `
The private half is read from ${licenseKeyVariable}, never from the command line.

Examples:
  $ npx nx-azure-cache license issue --organization Acme --seats 300 --workspaces 5 --expires 2027-12-31
  $ npx nx-azure-cache license issue --organization Acme --expires 2027-12-31 > acme.license`;

async function issue({ expires: expiresAt, ...grant }: Grant, { env, out, err }: Host): Promise<void> {
  const key = readLicenseKey(env);
  const license = { ...grant, id: randomUUID(), issuedAt: new Date(), expiresAt };
  const text = await issueLicense(license, key);
  err.write(
    `The license "${license.id}" of "${license.organization}", until ${formatDay(expiresAt)}, signed with "${key.id}":\n\n`,
  );
  out.write(`${text}\n`);
}

/** @throws ConfigError, which does not show the key */
function readLicenseKey(env: Environment): KeyText {
  const given = readVariable(env, licenseKeyVariable);
  const key = parseKeyText(given ?? '');
  if (key) return key;
  const expected = 'the private half of a pair of keys, as nx-azure-cache license keygen prints it';
  const issue = {
    path: licenseKeyVariable,
    expected,
    given: given === undefined ? 'nothing' : 'another text',
  };
  throw new ConfigError([issue]);
}
