/** What differs between the package managers that Nx knows. */
interface Commands {
  readonly lockFiles: readonly string[];
  /** adds development dependencies */
  readonly add: string;
  readonly remove: string;
  /** installs the versions of package.json, also if the lock file differs */
  readonly install: string;
  /** installs the versions of the lock file, and fails if package.json differs */
  readonly ci: string;
  /** runs a command of an installed package */
  readonly exec: string;
}

/** The table of package managers, in the order in which Nx looks for their lock files. */
export const packageManagers = {
  bun: {
    lockFiles: ['bun.lockb', 'bun.lock'],
    add: 'bun add -d',
    remove: 'bun remove',
    install: 'bun install',
    ci: 'bun install --frozen-lockfile',
    exec: 'bunx',
  },
  yarn: {
    lockFiles: ['yarn.lock'],
    add: 'yarn add -D',
    remove: 'yarn remove',
    install: 'yarn install',
    ci: 'yarn install --frozen-lockfile',
    exec: 'yarn',
  },
  pnpm: {
    lockFiles: ['pnpm-lock.yaml'],
    add: 'pnpm add -D',
    remove: 'pnpm remove',
    install: 'pnpm install --no-frozen-lockfile',
    ci: 'pnpm install --frozen-lockfile',
    exec: 'pnpm exec',
  },
  npm: {
    lockFiles: ['package-lock.json'],
    add: 'npm install -D',
    remove: 'npm uninstall',
    install: 'npm install',
    ci: 'npm ci',
    exec: 'npx',
  },
} as const satisfies Record<string, Commands>;

export type PackageManagerName = keyof typeof packageManagers;

/** `ci` of Yarn 2 and later, which has no `--frozen-lockfile`. */
export const yarnBerryCi = 'yarn install --immutable';

/** What identifies the package manager of a workspace. */
export interface PackageManagerClues {
  /** `cli.packageManager` of nx.json, e.g. `pnpm` */
  readonly nxJson: unknown;
  /** Reads `packageManager` of package.json, e.g. `pnpm@10.2.0`; called if nothing else identifies it. */
  readonly manifest: () => unknown;
  /** Whether the workspace has that file. */
  readonly exists: (file: string) => boolean;
}

const names = Object.keys(packageManagers) as PackageManagerName[];

/** Finds the package manager of a workspace as Nx does: by nx.json, by the lock file, else by package.json. */
export function findPackageManager({ nxJson, manifest, exists }: PackageManagerClues): PackageManagerName {
  const locked = names.find((name) => packageManagers[name].lockFiles.some(exists));
  return nameIn(nxJson) ?? locked ?? nameIn(String(manifest()).split('@')[0]) ?? 'npm';
}

const nameIn = (text: unknown) => names.find((name) => name === text);
