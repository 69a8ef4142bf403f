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
} as const satisfies Record<string, PackageManager>;

/** A package manager that Nx knows. */
export type PackageManagerName = keyof typeof managers;

const lockFiles: readonly (readonly [file: string, name: PackageManagerName])[] = [
  ['bun.lockb', 'bun'],
  ['bun.lock', 'bun'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['package-lock.json', 'npm'],
];

/** The command lines of the package manager of a workspace. */
export function detectPackageManager(tree: Tree): PackageManager {
  return managers[packageManagerName(tree)];
}

/** The package manager of a workspace, found as Nx finds it: by nx.json, by the lock file, else by package.json. */
export function packageManagerName(tree: Tree): PackageManagerName {
  const { packageManager } = (readNxJson(tree)['cli'] ?? {}) as { packageManager?: string };
  const locked = lockFiles.find(([file]) => tree.exists(file))?.[1];
  return nameIn(packageManager) ?? locked ?? nameIn(fieldOf(tree)) ?? 'npm';
}

/** `pnpm@10.2.0` */
function fieldOf(tree: Tree): string | undefined {
  const text = tree.read('package.json', 'utf-8') ?? '{}';
  return (JSON.parse(text) as { packageManager?: string }).packageManager?.split('@')[0];
}

const nameIn = (text?: string) =>
  (Object.keys(managers) as PackageManagerName[]).find((name) => name === text);
