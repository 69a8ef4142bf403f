import { join } from 'node:path';

import { findManifest } from './manifest.js';
import { detectPackageManager } from './package-manager.js';
import type { Shell } from './shell.js';
import type { Tree } from './tree.js';

/**
 * Installs what the manifest says, as a generator does in the callback that it returns: the files are there by then.
 *
 * @throws Error when the package manager fails; it has said why
 */
export function installPackages(tree: Tree, shell: Shell): void {
  const { install } = detectPackageManager(tree);
  if (shell.run(install, tree.root)) return;
  throw new Error(`"${install}" failed, see above. nx.json and package.json are written: run it again.`);
}

/**
 * Uninstalls what the manifest no longer names. The wrapper of Nx installs what is missing, and takes nothing away.
 *
 * @throws Error when the package manager fails; it has said why
 */
export function uninstallPackages(tree: Tree, names: readonly string[], shell: Shell): void {
  const manifest = findManifest(tree);
  if (manifest?.file !== 'nx.json') {
    installPackages(tree, shell);
    return;
  }
  const command = `npm uninstall ${names.join(' ')}`;
  if (shell.run(command, join(tree.root, manifest.folder))) return;
  throw new Error(`"${command}" failed in ${manifest.folder}, see above. nx.json is written: run it again.`);
}
