import { CommanderError, type Command } from 'commander';

import { type LicenseTerms, resolveConfig } from '../../config/resolve-config.js';
import { findSettings } from '../../config/settings.js';
import { LicenseError, type LicenseProblem } from '../../errors.js';
import { findLicense, licenseSources, type LicenseSource } from '../../license/find-license.js';
import { adviseOnExpiry, formatDay, unlimited, type License, peekLicense } from '../../license/license.js';
import { findWorkspaceRoot } from '../../nx/workspace.js';
import type { Host } from '../host.js';
import { quietly } from '../../quietly.js';

/** `license show`: the content of a license, and whether it is valid in this workspace. */
export function addShow(license: Command, host: Host): void {
  license
    .command('show')
    .description('show a license, and whether it is valid in this workspace')
    .argument('[license]', 'text of the license (default: the license that a run would use)')
    .option('--json', 'print the license as JSON')
    .addHelpText('after', examples)
    .action((text: string | undefined, options: { readonly json?: true }) => show(text, options, host));
}

const examples = `
Exit code: 1 if the license is not valid, 0 otherwise. The text of the license is not printed.

Examples:
  $ npx nx-azure-cache license show
  $ npx nx-azure-cache license show "$(cat acme.license)" --json`;

async function show(text: string | undefined, { json }: { json?: true }, host: Host): Promise<void> {
  const { cwd, env, out } = host;
  const settings = findSettings(cwd, env);
  const terms = settings && resolveConfig(settings.azure, env).license;
  const given = { name: 'the command line', read: () => text?.trim() };
  const sources = text === undefined ? licenseSources(findWorkspaceRoot(cwd, env) ?? cwd, env) : [given];
  const inspection = await inspectLicense(sources, terms, new Date());
  out.write(json ? `${JSON.stringify(inspection, undefined, 2)}\n` : printInspection(inspection));
  if (inspection.valid === false)
    throw new CommanderError(1, 'nx-azure-cache.license', 'the license is not valid');
}

/** What is known of a license; `--json` prints it (docs/license.md). */
interface Inspection {
  /** null: nx.json requires none, so there is no key to verify it with */
  readonly valid: boolean | null;
  readonly problem: LicenseProblem | null;
  readonly detail: string;
  /** where it was found; null: nowhere */
  readonly source: string | null;
  /** its content, verified or not; null if it cannot be read */
  readonly license: License | null;
}

/** Inspects the valid license, or else the first one that is found. */
async function inspectLicense(
  sources: readonly LicenseSource[],
  terms: LicenseTerms | undefined,
  now: Date,
): Promise<Inspection> {
  if (!terms) return { valid: null, problem: null, detail: notRequired, ...inspectFirst(sources) };
  try {
    const found = await findLicense(sources, terms, now);
    const state = adviseOnExpiry(found.license, now) ?? 'is valid in this workspace';
    return { valid: true, problem: null, detail: `the license from ${found.source} ${state}`, ...found };
  } catch (error) {
    if (!(error instanceof LicenseError)) throw error;
    return { valid: false, problem: error.problem, detail: error.message, ...inspectFirst(sources) };
  }
}

const notRequired = 'nx.json has no azure.license, and so no key to verify a license with';

/** An error of reading is part of `detail` where it matters. */
function inspectFirst(sources: readonly LicenseSource[]): Pick<Inspection, 'source' | 'license'> {
  for (const { name, read } of sources) {
    const text = quietly(read);
    if (text !== undefined) return { source: name, license: peekLicense(text) ?? null };
  }
  return { source: null, license: null };
}

/** `Valid: the license from NX_KEY is valid in this workspace`, and its content. */
function printInspection({ valid, detail, source, license }: Inspection): string {
  const verdict = { true: 'Valid', false: 'Not valid', null: 'Not required' }[`${valid}`];
  const content =
    license && source !== null ? `\nThe license from ${source}:\n\n${printLicense(license)}` : '';
  return `${verdict}: ${detail}\n${content}`;
}

function printLicense({ id, organization, seats, workspaces, issuedAt, expiresAt }: License): string {
  const count = (number: number) => (number === unlimited ? 'unlimited' : String(number));
  const rows = Object.entries({
    organization,
    seats: count(seats),
    workspaces: count(workspaces),
    issued: formatDay(issuedAt),
    expires: formatDay(expiresAt),
    id,
  });
  return rows.map(([name, value]) => `  ${name.padEnd(14)}${value}\n`).join('');
}
