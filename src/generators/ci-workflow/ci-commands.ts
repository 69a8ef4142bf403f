import { packageManagers, yarnBerryCi, type PackageManagerName } from '../../nx/package-manager.js';
import { readJson } from '../nx-json.js';
import { packageManagerName } from '../package-manager.js';
import type { Tree } from '../tree.js';

/** How a CI gets the dependencies of a workspace and runs Nx. */
export interface CiCommands {
  readonly manager: PackageManagerName;
  readonly install: string;
  readonly nx: string;
  /** Installs the package manager, where Node does not bring it along. */
  readonly setUp: string | undefined;
  /** Whether package.json names the version of the package manager. */
  readonly isPinned: boolean;
}

/** The commands for the package manager of a workspace. */
export function ciCommands(tree: Tree): CiCommands {
  const manager = packageManagerName(tree);
  const { packageManager } = readJson(tree, 'package.json');
  const pinned = typeof packageManager === 'string' ? packageManager : '';
  const isPinned = pinned.startsWith(`${manager}@`);
  const isBerry = isPinned && /^yarn@([2-9]|\d\d)/.test(pinned);
  const { ci, exec } = packageManagers[manager];
  return {
    manager,
    isPinned,
    setUp: setUp(manager, isPinned),
    install: isBerry ? yarnBerryCi : ci,
    nx: `${exec} nx`,
  };
}

function setUp(manager: PackageManagerName, isPinned: boolean): string | undefined {
  if (manager === 'bun') return 'npm install -g bun';
  if (manager === 'npm') return undefined;
  if (isPinned) return 'corepack enable';
  return manager === 'pnpm' ? 'npm install -g pnpm@10' : undefined;
}
