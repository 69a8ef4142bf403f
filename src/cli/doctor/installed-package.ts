import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { resolveNx } from '../../nx/workspace.js';
import { parseJsonObject } from '../../nx/json.js';

/** A package that is installed. */
export interface InstalledPackage {
  /** as its package.json says, whatever the name that it is installed by */
  readonly name: string;
  readonly version: string;
  /** its commands */
  readonly bin?: unknown;
  readonly folder: string;
  /** what `require` loads */
  readonly entry: string;
}

/** Finds a package as Nx does (`resolvePackage` in `nx/src/tasks-runner/cache`); undefined when it is not installed. */
export function findInstalled(name: string, cwd: string, root: string): InstalledPackage | undefined {
  try {
    const { resolve } = createRequire(join(root, 'nx.json'));
    const nx = resolveNx(root, 'nx/package.json');
    const paths = [cwd, root, ...(nx === undefined ? [] : [dirname(nx)])];
    return packageAround(resolve(name, { paths }));
  } catch {
    return undefined;
  }
}

/** The package that this code is in. */
export function ownPackage(): InstalledPackage {
  return packageAround(fileURLToPath(import.meta.url));
}

/** @throws Error when it is in none */
function packageAround(entry: string, folder = dirname(entry)): InstalledPackage {
  const { name, version, bin } = readManifest(folder);
  if (name !== undefined && version !== undefined) return { name, version, bin, folder, entry };
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`${entry} is in no package`);
  return packageAround(entry, parent);
}

function readManifest(folder: string): { name?: string; version?: string; bin?: unknown } {
  try {
    return parseJsonObject(readFileSync(join(folder, 'package.json'), 'utf8'), folder);
  } catch {
    return {};
  }
}
