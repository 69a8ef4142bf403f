import { detectPackageManager } from './package-manager.js';
import type { Shell } from './shell.js';
import type { Tree } from './tree.js';

/**
 * Installs what package.json says, as a generator does in the callback that it returns: the files are there by then.
 *
 * @throws Error when the package manager fails; it has said why
 */
export function installPackages(tree: Tree, shell: Shell): void {
  const { install } = detectPackageManager(tree);
  if (shell.run(install, tree.root)) return;
  throw new Error(`"${install}" failed, see above. nx.json and package.json are written: run it again.`);
}
