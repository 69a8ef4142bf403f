import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';

import { version } from '../../../package.json';
import { installationFolder, nxWrapper } from '../../nx/workspace.js';
import { findPackageManager, packageManagers } from '../../nx/package-manager.js';
import { alias, ownName } from '../../nx/package-name.js';

/** The command line that installs this package where Nx looks for it. */
export function installCommand(root: string): string {
  if (isInstalledByNx(root)) return `${nxWrapper()} add ${ownName}`;
  const manager = managerOf(root);
  // yarn 2 and later take an alias only with a range.
  const range = manager === 'yarn' ? `@^${version}` : '';
  return `${packageManagers[manager].add} ${alias}@npm:${ownName}${range}`;
}

/** The command line that takes a package away. */
export function removeCommand(root: string, name: string): string {
  if (!isInstalledByNx(root)) return `${packageManagers[managerOf(root)].remove} ${name}`;
  return `take it out of installation.plugins in nx.json, then npm uninstall --prefix ${installationFolder} ${name}`;
}

/** What goes in front of a command of an installed package. */
export const execPrefix = (root: string) =>
  isInstalledByNx(root) ? `npx --prefix ${installationFolder}` : 'npx';

/** Whether nx.json names the packages, and the wrapper `.nx/nxw.js` installs them. */
const isInstalledByNx = (root: string) =>
  !existsSync(join(root, 'package.json')) && 'installation' in read(root, 'nx.json');

function managerOf(root: string) {
  const { cli } = read(root, 'nx.json') as { cli?: { packageManager?: unknown } };
  return findPackageManager({
    // `pnpm@10.1.0` is not what belongs there, and says enough.
    nxJson: String(cli?.packageManager).split('@')[0],
    manifest: () => (read(root, 'package.json') as { packageManager?: unknown }).packageManager,
    exists: (file) => existsSync(join(root, file)),
  });
}

/** What cannot be read says nothing. */
function read(root: string, file: string): object {
  try {
    return Object(parse(readFileSync(join(root, file), 'utf8'))) as object;
  } catch {
    return {};
  }
}
