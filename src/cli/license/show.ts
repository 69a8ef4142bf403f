import { CommanderError, type Command } from 'commander';

import { resolveConfig } from '../../config/resolve-config.js';
import { findSettings } from '../../config/settings.js';
import { findWorkspaceRoot } from '../../nx/workspace.js';
import { licenseSources } from '../../license/find-license.js';
import type { Host } from '../host.js';
import { inspectLicense } from './inspect-license.js';
import { printInspection, toJson } from './print-inspection.js';

/** `license show`: what a license says, and whether it counts in this workspace. */
export function addShow(license: Command, host: Host): void {
  license
    .command('show')
    .description('show what a license says, and whether it counts in this workspace')
    .argument('[license]', 'by default the one that a run of this workspace would find')
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples)
    .action((text: string | undefined, options: { readonly json?: true }) => show(text, options, host));
}

const examples = `
Ends with 1 when the license does not count, else with 0. The license itself is not printed.

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
  out.write(json ? toJson(inspection) : printInspection(inspection));
  if (inspection.valid === false)
    throw new CommanderError(1, 'nx-azure-cache.license', 'the license does not count');
}
