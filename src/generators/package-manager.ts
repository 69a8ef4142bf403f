import { join } from 'node:path';

import { findPackageManager, packageManagers, type PackageManagerName } from '../nx/package-manager.js';
import { installationFolder, nxWrapper } from '../nx/workspace.js';
import { findManifest } from './manifest.js';
import { readJson, readNxJson } from './nx-json.js';
import type { Shell } from './shell.js';
import type { Tree } from './tree.js';

/** The command lines that work in a workspace. */
export interface PackageManager {
  /** installs the versions of the manifest, also if the lock file differs */
  readonly install: string;
  /** runs a command of an installed package */
  readonly exec: string;
  /** the command line of Nx */
  readonly nx: string;
}

/** Without package.json: the wrapper of Nx, which installs what nx.json names before it runs any command. */
const wrapper: PackageManager = {
  install: 'node .nx/nxw.js --version',
  exec: `npx --prefix ${installationFolder}`,
  nx: nxWrapper(),
};

/** Finds the command lines that work in a workspace. */
export function detectPackageManager(tree: Tree): PackageManager {
  if (findManifest(tree)?.file === 'nx.json') return wrapper;
  const { install, exec } = packageManagers[packageManagerName(tree)];
  return { install, exec, nx: `${exec} nx` };
}

/** Finds the package manager of a workspace. */
export function packageManagerName(tree: Tree): PackageManagerName {
  const { packageManager } = (readNxJson(tree)['cli'] ?? {}) as { packageManager?: unknown };
  return findPackageManager({
    nxJson: packageManager,
    manifest: () => readJson(tree, 'package.json')['packageManager'],
    exists: (file) => tree.exists(file),
  });
}

/**
 * Installs the versions of the manifest. Call it in the callback of a generator: the files are written by then.
 *
 * @throws Error if the package manager fails; it has printed why
 */
export function installPackages(tree: Tree, shell: Shell): void {
  const { install } = detectPackageManager(tree);
  if (shell.run(install, tree.root)) return;
  throw new Error(`"${install}" failed, see above. nx.json and package.json are written: run it again.`);
}

/**
 * Uninstalls what the manifest no longer names. The wrapper of Nx installs what is missing, but removes nothing.
 *
 * @throws Error if the package manager fails; it has printed why
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
