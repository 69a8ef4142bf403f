import { alias, ownName } from '../../nx/package-name.js';
import { show } from '../../config/show.js';
import { referToNxs } from '../editor-schema.js';
import { adviseOnCatalog, findDeclared, type Declared } from '../declared-package.js';
import { uninstallPackages } from '../package-manager.js';
import { editNxJson, readNxJson } from '../nx-json.js';
import { adviseOnOverrides, describeOverride } from '../overrides.js';
import { ownOverrides, removeAlias } from '../package-alias.js';
import { shell as ownShell, type Shell } from '../shell.js';
import type { Tree } from '../tree.js';
import { leftBehind } from './left-behind.js';

/**
 * Undoes what `init` did, and changes nothing else: the package, the `azure` key, the JSON schema. Nx calls what it
 * returns once the files are there: it installs what is left, and says what stays in Azure.
 */
export function removeGenerator(tree: Tree, _schema: object, shell: Shell = ownShell): () => void {
  const nxJson = readNxJson(tree);
  const found = [ownName, alias].map((name) => findDeclared(tree, name)).filter((one) => one !== undefined);
  const left = adviseOnOverrides(ownOverrides(tree));
  const changed = removeAlias(tree);
  editNxJson(tree, [{ path: ['azure'], value: undefined }, ...referToNxs(nxJson)]);
  return () => {
    // First: pnpm installs nothing while an override refers to what is gone.
    if (left.length > 0) shell.say(`\n${left.join('\n')}\n`);
    if (changed) uninstallPackages(tree, [ownName, alias], shell);
    shell.say(leftBehind(nxJson['azure'], found.flatMap(notesOn)));
  };
}

function notesOn(declared: Declared): string[] {
  const { name, specifier, manifest, override } = declared;
  if (name === ownName || declared.is === 'this package') return adviseOnCatalog(declared);
  const why =
    declared.is === 'unknown' ? 'it cannot be told whether it is nx-azure-cache' : 'it is another package';
  const by = override ? `, by ${describeOverride(override)}` : '';
  return [
    `"${name}": ${show(specifier)} in ${manifest.file} stays: ${why}${by}. Take it out by hand if nothing needs it.`,
  ];
}
