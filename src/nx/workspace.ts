import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { parseJsonObject, type JsonObject } from './json.js';

/** The variable that moves the workspace of Nx, unless a `.env` file sets it. */
export const rootVariable = 'NX_WORKSPACE_ROOT_PATH';

/** Finds the folder of nx.json as Nx does: `NX_WORKSPACE_ROOT_PATH`, else the nearest one upwards. */
export function findWorkspaceRoot(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  system = { dirname, join, exists: existsSync },
): string | undefined {
  const named = env[rootVariable];
  if (named) return named;
  if (system.exists(system.join(cwd, 'nx.json'))) return cwd;
  const parent = system.dirname(cwd);
  return parent === cwd ? undefined : findWorkspaceRoot(parent, env, system);
}

/**
 * Reads nx.json, merged with the preset that it `extends` as Nx does: key by key, not deeply.
 *
 * @throws SyntaxError, ENOENT
 */
export function readNxJson(root: string): JsonObject {
  const own = readJson(join(root, 'nx.json'));
  return { ...readPreset(root, own['extends']), ...own };
}

/**
 * Reads the preset that nx.json `extends`. Nx looks in more places, and reports one that it does not find: here it counts as
 * empty, because it must not switch the cache off.
 */
export function readPreset(root: string, preset: unknown): object {
  if (typeof preset !== 'string') return {};
  try {
    return readJson(createRequire(join(root, 'nx.json')).resolve(preset));
  } catch {
    return {};
  }
}

const readJson = (path: string) => parseJsonObject(readFileSync(path, 'utf8'), path);

/** Modules that are loaded, by their path. */
type Modules = Readonly<Record<string, { readonly exports: unknown } | undefined>>;

/**
 * Finds the workspace of the Nx that this process has loaded; undefined if it has loaded none. Nx reads
 * `NX_WORKSPACE_ROOT_PATH` before it loads `.env` files, so a value from there is in the environment but has no effect
 * (`workspaceRoot` in `nx/src/utils/workspace-root`, Nx 20.1 to 24). A global Nx loads that of the workspace, which counts.
 */
export function findNxRoot(modules: Modules = loadedModules()): string | undefined {
  const path = Object.keys(modules).findLast((path) => rootModule.test(path)) ?? '';
  const { workspaceRoot } = Object(modules[path]?.exports) as { workspaceRoot?: unknown };
  return typeof workspaceRoot === 'string' ? workspaceRoot : undefined;
}

const rootModule = /[\\/]nx[\\/](?:dist[\\/])?src[\\/]utils[\\/]workspace-root\.js$/;

/** The same for every `require`. */
const loadedModules = (): Modules => createRequire(join(process.cwd(), 'nx.json')).cache;

/**
 * The folder with the packages of a workspace without package.json: `installation` of nx.json names them, and `.nx/nxw.js`
 * installs them (`getNxInstallationPath` in `nx/src/utils/installation-directory`).
 */
export const installationFolder = '.nx/installation';

/** The command line of the wrapper of Nx beside `.nx/installation`: on Windows it is `nx.bat`, and `cmd.exe` rejects `./nx`. */
export const nxWrapper = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32' ? '.\\nx' : './nx';

/**
 * Resolves a module of the workspace's Nx: from `.nx/installation` if it exists, else from the root (`resolveNx` in
 * `nx/bin/nx`). Undefined if there is no such module.
 *
 * @param id e.g. `nx/package.json`
 */
export function resolveNx(root: string, id: string): string | undefined {
  const installation = join(root, installationFolder);
  for (const folder of existsSync(installation) ? [installation, root] : [root]) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(id);
    } catch {
      // The other one may have it.
    }
  }
  return undefined;
}
