import { referToNxs } from '../editor-schema.js';
import { installPackages } from '../install-packages.js';
import { editNxJson, readNxJson } from '../nx-json.js';
import { removeAlias } from '../package-alias.js';
import { shell as ownShell, type Shell } from '../shell.js';
import type { Tree } from '../tree.js';
import { leftBehind } from './left-behind.js';

/**
 * Undoes what `init` did, and changes nothing else: the package, the `azure` key, the JSON schema. Nx calls what it
 * returns once the files are there: it installs what is left, and says what stays in Azure.
 */
export function removeGenerator(tree: Tree, _schema: object, shell: Shell = ownShell): () => void {
  const nxJson = readNxJson(tree);
  const changed = removeAlias(tree);
  editNxJson(tree, [{ path: ['azure'], value: undefined }, ...referToNxs(nxJson)]);
  return () => {
    if (changed) installPackages(tree, shell);
    shell.say(leftBehind(nxJson['azure']));
  };
}
