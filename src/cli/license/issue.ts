import { randomUUID } from 'node:crypto';
import { InvalidArgumentError, type Command } from 'commander';

import { readVariable, type Environment } from '../../config/environment.js';
import { parseKeyText, type KeyText } from '../../config/key-text.js';
import { isOrganization, organizationRule } from '../../config/schema.js';
import { licenseKeyVariable } from '../../config/variables.js';
import { ConfigError } from '../../errors.js';
import { formatDay, unlimited, type License } from '../../license/license.js';
import { issueLicense } from '../../license/signed-license.js';
import type { Host } from '../host.js';

type IssueOptions = Pick<License, 'organization' | 'seats' | 'workspaces'> & { readonly expires: Date };

/** `license issue`: only the license goes to the standard output. */
export function addIssue(license: Command, host: Host): void {
  license
    .command('issue')
    .description('sign a license with the private key, and print it')
    .requiredOption('--organization <name>', 'organization that the license is for', parseOrganization)
    .requiredOption('--expires <date>', 'last valid day, e.g. 2027-12-31', parseExpiry)
    .option('--seats <number>', `number of people; ${unlimited} for unlimited`, parseCount, unlimited)
    .option(
      '--workspaces <number>',
      `number of workspaces; ${unlimited} for unlimited`,
      parseCount,
      unlimited,
    )
    .addHelpText('after', examples)
    .action((options: IssueOptions) => issue(options, host));
}

const examples = `
The private key is read from ${licenseKeyVariable}, never from the command line.

Examples:
  $ npx nx-azure-cache license issue --organization Acme --seats 300 --workspaces 5 --expires 2027-12-31
  $ npx nx-azure-cache license issue --organization Acme --expires 2027-12-31 > acme.license`;

function parseOrganization(text: string): string {
  const name = text.trim();
  if (isOrganization(name)) return name;
  throw new InvalidArgumentError(`Expected ${organizationRule}.`);
}

function parseCount(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new InvalidArgumentError(`Expected a number from 1 to ${unlimited}.`);
}

/** The last second of a day, in UTC. */
function parseExpiry(text: string): Date {
  const end = new Date(`${text}T23:59:59Z`);
  // A Date turns 2027-02-30 into the 2nd of March.
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(end.getTime());
  if (!isDay || !end.toISOString().startsWith(text))
    throw new InvalidArgumentError('Expected a day, e.g. 2027-12-31.');
  if (end < new Date()) throw new InvalidArgumentError('That day has passed.');
  return end;
}

async function issue({ expires: expiresAt, ...grant }: IssueOptions, { env, out, err }: Host): Promise<void> {
  const key = readLicenseKey(env);
  const license = { ...grant, id: randomUUID(), issuedAt: new Date(), expiresAt };
  const text = await issueLicense(license, key);
  err.write(
    `License "${license.id}" for "${license.organization}", valid until ${formatDay(expiresAt)}, signed with "${key.id}":\n\n`,
  );
  out.write(`${text}\n`);
}

/** @throws ConfigError, which does not contain the key */
function readLicenseKey(env: Environment): KeyText {
  const text = readVariable(env, licenseKeyVariable);
  const key = parseKeyText(text ?? '');
  if (key) return key;
  const expected = 'the private key that nx-azure-cache license keygen prints';
  const given = text === undefined ? 'nothing' : 'another text';
  throw new ConfigError([{ path: licenseKeyVariable, expected, given }]);
}
