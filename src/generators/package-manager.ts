import { findPackageManager, type PackageManagerName } from '../config/package-manager.js';
import { readNxJson } from './nx-json.js';
import type { Tree } from './tree.js';

/** The command lines of a package manager. */
export interface PackageManager {
  /** installs what package.json says, also where the lock file says something else */
  readonly install: string;
  /** goes in front of a command of an installed package */
  readonly exec: string;
}

const managers = {
  npm: { install: 'npm install', exec: 'npx' },
  pnpm: { install: 'pnpm install --no-frozen-lockfile', exec: 'pnpm exec' },
  yarn: { install: 'yarn install', exec: 'yarn' },
  bun: { install: 'bun install', exec: 'bunx' },
} as const satisfies Record<PackageManagerName, PackageManager>;

/** The command lines of the package manager of a workspace. */
export function detectPackageManager(tree: Tree): PackageManager {
  return managers[packageManagerName(tree)];
}

/** The package manager of a workspace. */
export function packageManagerName(tree: Tree): PackageManagerName {
  const { packageManager } = (readNxJson(tree)['cli'] ?? {}) as { packageManager?: unknown };
  return findPackageManager({
    nxJson: packageManager,
    manifest: () => fieldOf(tree),
    exists: (file) => tree.exists(file),
  });
}

function fieldOf(tree: Tree): unknown {
  return (JSON.parse(tree.read('package.json', 'utf-8') ?? '{}') as { packageManager?: unknown })
    .packageManager;
}
