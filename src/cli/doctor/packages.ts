import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'jsonc-parser';

import { version } from '../../../package.json';
import { installationFolder, nxWrapper, resolveNx } from '../../config/nx-installation.js';
import { findPackageManager, type PackageManagerName } from '../../config/package-manager.js';
import { alias, ownName } from '../../config/package-name.js';
import { quietly } from '../shared/quietly.js';

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

const commands: Readonly<Record<PackageManagerName, { readonly add: string; readonly remove: string }>> = {
  npm: { add: 'npm install -D', remove: 'npm uninstall' },
  pnpm: { add: 'pnpm add -D', remove: 'pnpm remove' },
  yarn: { add: 'yarn add -D', remove: 'yarn remove' },
  bun: { add: 'bun add -d', remove: 'bun remove' },
};

/** The command that installs this package under the name that Nx looks for. */
export function installCommand(root: string): string {
  if (isInstalledByNx(root)) return `${nxWrapper()} add ${ownName}`;
  const manager = managerOf(root);
  // yarn 2 and later accept an alias only with a range.
  const range = manager === 'yarn' ? `@^${version}` : '';
  return `${commands[manager].add} ${alias}@npm:${ownName}${range}`;
}

/** The command that uninstalls a package. */
export function removeCommand(root: string, name: string): string {
  if (!isInstalledByNx(root)) return `${commands[managerOf(root)].remove} ${name}`;
  return `remove ${name} from installation.plugins in nx.json, then run npm uninstall --prefix ${installationFolder} ${name}`;
}

/** What precedes a command of an installed package. */
export const execPrefix = (root: string) =>
  isInstalledByNx(root) ? `npx --prefix ${installationFolder}` : 'npx';

/** Whether the wrapper `.nx/nxw.js` installs the packages that nx.json names. */
const isInstalledByNx = (root: string) =>
  !existsSync(join(root, 'package.json')) && 'installation' in read(root, 'nx.json');

function managerOf(root: string): PackageManagerName {
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
  Object(quietly(() => parse(readFileSync(join(folder, file), 'utf8')) as unknown)) as object;
