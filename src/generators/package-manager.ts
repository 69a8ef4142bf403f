import { findPackageManager, type PackageManagerName } from '../config/package-manager.js';
import { installationFolder, nxWrapper } from '../config/nx-installation.js';
import { findManifest } from './manifest.js';
import { readJson, readNxJson } from './nx-json.js';
import type { Tree } from './tree.js';

/** The command lines of a package manager. */
export interface PackageManager {
  /** installs what package.json says, also where the lock file says something else */
  readonly install: string;
  /** goes in front of a command of an installed package */
  readonly exec: string;
  /** the command line of Nx */
  readonly nx: string;
}

const managers = {
  npm: { install: 'npm install', exec: 'npx' },
  pnpm: { install: 'pnpm install --no-frozen-lockfile', exec: 'pnpm exec' },
  yarn: { install: 'yarn install', exec: 'yarn' },
  bun: { install: 'bun install', exec: 'bunx' },
} as const satisfies Record<PackageManagerName, Omit<PackageManager, 'nx'>>;

/** Where there is no package.json: the wrapper of Nx, which installs what nx.json names whatever it is called for. */
const wrapper: PackageManager = {
  install: 'node .nx/nxw.js --version',
  exec: `npx --prefix ${installationFolder}`,
  nx: nxWrapper(),
};

/** The command lines of the package manager of a workspace. */
export function detectPackageManager(tree: Tree): PackageManager {
  if (findManifest(tree)?.file === 'nx.json') return wrapper;
  const manager = managers[packageManagerName(tree)];
  return { ...manager, nx: `${manager.exec} nx` };
}

/** The package manager of a workspace. */
export function packageManagerName(tree: Tree): PackageManagerName {
  const { packageManager } = (readNxJson(tree)['cli'] ?? {}) as { packageManager?: unknown };
  return findPackageManager({
    nxJson: packageManager,
    manifest: () => readJson(tree, 'package.json')['packageManager'],
    exists: (file) => tree.exists(file),
  });
}
