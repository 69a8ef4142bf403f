import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { version } from '../../../package.json';
import { parseJsonObject } from '../../nx/json.js';
import { findPackageManager, packageManagers } from '../../nx/package-manager.js';
import { ownName, alias } from '../../nx/package-name.js';
import { installationFolder, nxWrapper, resolveNx } from '../../nx/workspace.js';
import { quietly } from '../../quietly.js';

/** An installed package. */
export interface InstalledPackage {
  /** from its package.json, whatever name it is installed under */
  readonly name: string;
  readonly version: string;
  /** its commands */
  readonly bin?: unknown;
  readonly folder: string;
  /** the file that `require` loads */
  readonly entry: string;
}

/** Finds a package as Nx does (`resolvePackage` in `nx/src/tasks-runner/cache`); undefined if it is not installed. */
export const findInstalled = (name: string, cwd: string, root: string): InstalledPackage | undefined =>
  quietly(() => {
    const { resolve } = createRequire(join(root, 'nx.json'));
    const nx = resolveNx(root, 'nx/package.json');
    const paths = [cwd, root, ...(nx === undefined ? [] : [dirname(nx)])];
    return packageAround(resolve(name, { paths }));
  });

/** The package that this code is part of. */
export const ownPackage = (): InstalledPackage => packageAround(fileURLToPath(import.meta.url));

/** @throws Error for a file outside of packages */
function packageAround(entry: string, folder = dirname(entry)): InstalledPackage {
  const { name, version, bin } = read(folder, 'package.json') as Partial<InstalledPackage>;
  if (name !== undefined && version !== undefined) return { name, version, bin, folder, entry };
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`${entry} is not part of a package`);
  return packageAround(entry, parent);
}

/** The command that installs this package under the name that Nx looks for. */
export function installCommand(root: string): string {
  if (isInstalledByNx(root)) return `${nxWrapper()} add ${ownName}`;
  const manager = managerOf(root);
  // yarn 2 and later accept an alias only with a range.
  const range = manager === 'yarn' ? `@^${version}` : '';
  return `${packageManagers[manager].add} ${alias}@npm:${ownName}${range}`;
}

/** The command that uninstalls a package. */
export function removeCommand(root: string, name: string): string {
  if (!isInstalledByNx(root)) return `${packageManagers[managerOf(root)].remove} ${name}`;
  return `remove ${name} from installation.plugins in nx.json, then run npm uninstall --prefix ${installationFolder} ${name}`;
}

/** What precedes a command of an installed package. */
export const execPrefix = (root: string) =>
  isInstalledByNx(root) ? `npx --prefix ${installationFolder}` : 'npx';

/** Whether the wrapper `.nx/nxw.js` installs the packages that nx.json names. */
const isInstalledByNx = (root: string) =>
  !existsSync(join(root, 'package.json')) && 'installation' in read(root, 'nx.json');

function managerOf(root: string) {
  const { cli } = read(root, 'nx.json') as { cli?: { packageManager?: unknown } };
  return findPackageManager({
    // `pnpm@10.1.0` is not valid there, but clear enough.
    nxJson: String(cli?.packageManager).split('@')[0],
    manifest: () => (read(root, 'package.json') as { packageManager?: unknown }).packageManager,
    exists: (file) => existsSync(join(root, file)),
  });
}

/** Empty for a file that cannot be read. */
const read = (folder: string, file: string) =>
  quietly(() => parseJsonObject(readFileSync(join(folder, file), 'utf8'), file)) ?? {};
