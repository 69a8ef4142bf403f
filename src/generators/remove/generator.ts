import { show } from '../../config/show.js';
import { recordAt } from '../../nx/json.js';
import { alias, ownName } from '../../nx/package-name.js';
import { adviseOnCatalog, findDeclared, type Declared } from '../declared-package.js';
import { editNxJson, readNxJson, useNxSchema } from '../nx-json.js';
import { adviseOnOverrides, describeOverride } from '../overrides.js';
import { ownOverrides, removeAlias } from '../package-alias.js';
import { uninstallPackages } from '../package-manager.js';
import { shell as ownShell, type Shell } from '../shell.js';
import type { Tree } from '../tree.js';

/**
 * Undoes what `init` did, and changes nothing else: the package, the `azure` key, the JSON schema. Nx calls the returned
 * function after it has written the files: it uninstalls the package, and prints what is left in Azure.
 */
export function removeGenerator(tree: Tree, _schema: object, shell: Shell = ownShell): () => void {
  const nxJson = readNxJson(tree);
  const found = [ownName, alias].map((name) => findDeclared(tree, name)).filter((one) => one !== undefined);
  const overrides = adviseOnOverrides(ownOverrides(tree));
  const changed = removeAlias(tree);
  editNxJson(tree, [{ path: ['azure'], value: undefined }, ...useNxSchema(nxJson)]);
  return () => {
    // First: pnpm installs nothing while an override refers to what is gone.
    if (overrides.length > 0) shell.print(`\n${overrides.join('\n')}\n`);
    if (changed) uninstallPackages(tree, [ownName, alias], shell);
    shell.print(describeRest(nxJson['azure'], found.flatMap(notesOn)));
  };
}

function notesOn(declared: Declared): string[] {
  const { name, specifier, manifest, override } = declared;
  if (name === ownName || declared.is === 'this package') return adviseOnCatalog(declared);
  const why = declared.is === 'unknown' ? 'it may or may not be nx-azure-cache' : 'it is another package';
  const by = override ? `, by ${describeOverride(override)}` : '';
  return [
    `"${name}": ${show(specifier)} in ${manifest.file} was not removed: ${why}${by}. Remove it by hand if nothing needs it.`,
  ];
}

/**
 * Reports what the generator does not remove.
 *
 * @param azure the key that nx.json had, not validated
 * @param notes on what is left in the workspace
 */
function describeRest(azure: unknown, notes: readonly string[]): string {
  const { container, accountName } = recordAt(azure);
  const { untrustedContainer } = recordAt(azure, ['trust']);
  const containers = [container, untrustedContainer].filter((name) => name !== undefined).map(show);
  const inAzure = [
    `The artifacts in ${containers.join(' and ')} of account ${show(accountName)} were not deleted. To delete a container:`,
    '  az storage container delete --auth-mode login --account-name <account> --name <container>',
  ];
  return [
    '',
    'The remote cache is removed. Nx uses its local cache.',
    ...notes,
    ...(containers.length === 0 ? [] : inAzure),
    'Remove deployed identities, secrets of CI and NX_AZURE_CACHE_* variables by hand.',
    '',
  ].join('\n');
}
