import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** By what package.json says, else by the lock file, as Nx does. */
function findPackageManager(root: string): PackageManager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(readField(root))?.[1] as PackageManager | undefined;
  return named ?? lockFiles.find(([file]) => existsSync(join(root, file)))?.[1] ?? 'npm';
}

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ['bun.lockb', 'bun'],
  ['bun.lock', 'bun'],
  ['yarn.lock', 'yarn'],
  ['pnpm-lock.yaml', 'pnpm'],
];

function readField(root: string): string {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object;
    return String((manifest as { packageManager?: unknown }).packageManager);
  } catch {
    return '';
  }
}
