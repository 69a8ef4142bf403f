/** The package managers that Nx knows. */
const names = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManagerName = (typeof names)[number];

/** What tells the package manager of a workspace. */
export interface PackageManagerClues {
  /** `cli.packageManager` of nx.json, e.g. `pnpm` */
  readonly nxJson: unknown;
  /** `packageManager` of package.json, e.g. `pnpm@10.2.0`; asked for when nothing else tells */
  readonly manifest: () => unknown;
  /** whether the workspace has that file */
  readonly exists: (file: string) => boolean;
}

/** The package manager of a workspace, found as Nx finds it: by nx.json, by the lock file, else by package.json. */
export function findPackageManager({ nxJson, manifest, exists }: PackageManagerClues): PackageManagerName {
  const locked = lockFiles.find(([file]) => exists(file))?.[1];
  return nameIn(nxJson) ?? locked ?? nameIn(String(manifest()).split('@')[0]) ?? 'npm';
}

const lockFiles: readonly (readonly [file: string, name: PackageManagerName])[] = [
  ['bun.lockb', 'bun'],
  ['bun.lock', 'bun'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['package-lock.json', 'npm'],
];

const nameIn = (text: unknown) => names.find((name) => name === text);
