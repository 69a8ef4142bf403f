import { parse } from 'jsonc-parser';

import { packageManagers, yarnBerryCi, type PackageManagerName } from '../../nx/package-manager.js';
import { packageManagerName } from '../package-manager.js';
import type { Tree } from '../tree.js';
import type { Scripts } from './runs-nx.js';

/** How a CI gets the dependencies of a workspace and runs Nx. */
export interface CiCommands {
  readonly manager: PackageManagerName;
  readonly install: string;
  readonly nx: string;
  /** How a machine that has Node gets the package manager itself, where it is not there already. */
  readonly setUp: string | undefined;
  /** Whether package.json names the version of the package manager. */
  readonly isPinned: boolean;
}

/** The commands for the package manager of a workspace. */
export function ciCommands(tree: Tree): CiCommands {
  const manager = packageManagerName(tree);
  const pinned = readPackageJson(tree).packageManager ?? '';
  const isPinned = pinned.startsWith(`${manager}@`);
  const isBerry = isPinned && /^yarn@([2-9]|\d\d)/.test(pinned);
  const { ci, exec } = packageManagers[manager];
  return {
    manager,
    install: isBerry ? yarnBerryCi : ci,
    nx: `${exec} nx`,
    isPinned,
    setUp: setUp(manager, isPinned),
  };
}

/** The scripts of package.json. */
export function readScripts(tree: Tree): Scripts {
  return readPackageJson(tree).scripts ?? {};
}

interface PackageJson {
  readonly packageManager?: string;
  readonly scripts?: Scripts;
}

function readPackageJson(tree: Tree): PackageJson {
  return (parse(tree.read('package.json', 'utf-8') ?? '{}') ?? {}) as PackageJson;
}

function setUp(manager: PackageManagerName, isPinned: boolean): string | undefined {
  if (manager === 'bun') return 'npm install -g bun';
  if (manager === 'npm') return undefined;
  if (isPinned) return 'corepack enable';
  return manager === 'pnpm' ? 'npm install -g pnpm@10' : undefined;
}
