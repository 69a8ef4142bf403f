import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';

import { version } from '../../../package.json';
import { ownName } from './installed-package.js';

/** The name by which every supported Nx looks this package up. */
export const alias = '@nx/powerpack-azure-cache';

type PackageManager = keyof typeof commands;

const commands = {
  npm: { add: 'npm install -D', remove: 'npm uninstall' },
  pnpm: { add: 'pnpm add -D', remove: 'pnpm remove' },
  yarn: { add: 'yarn add -D', remove: 'yarn remove' },
  bun: { add: 'bun add -d', remove: 'bun remove' },
};

/** The command line that installs this package where Nx looks for it. */
export function installCommand(root: string): string {
  const manager = findPackageManager(root);
  // yarn 2 and later take an alias only with a range.
  const range = manager === 'yarn' ? `@^${version}` : '';
  return `${commands[manager].add} ${alias}@npm:${ownName}${range}`;
}

/** The command line that takes a package away. */
export const removeCommand = (root: string, name: string) =>
  `${commands[findPackageManager(root)].remove} ${name}`;

/** As Nx finds it: by nx.json, by the lock file, else by package.json. */
function findPackageManager(root: string): PackageManager {
  const { cli } = read(root, 'nx.json') as { cli?: { packageManager?: unknown } };
  const { packageManager } = read(root, 'package.json') as { packageManager?: unknown };
  const locked = lockFiles.find(([file]) => existsSync(join(root, file)))?.[1];
  return managerIn(cli?.packageManager) ?? locked ?? managerIn(packageManager) ?? 'npm';
}

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ['bun.lockb', 'bun'],
  ['bun.lock', 'bun'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['package-lock.json', 'npm'],
];

/** `pnpm` or `pnpm@10.1.0` */
const managerIn = (text: unknown) =>
  (Object.keys(commands) as PackageManager[]).find((name) => name === String(text).split('@')[0]);

/** What cannot be read says nothing. */
function read(root: string, file: string): object {
  try {
    return Object(parse(readFileSync(join(root, file), 'utf8'))) as object;
  } catch {
    return {};
  }
}
