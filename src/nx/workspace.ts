import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { parseJsonObject, type JsonObject } from './json.js';

/** What moves the workspace of Nx, unless a `.env` file sets it. */
export const rootVariable = 'NX_WORKSPACE_ROOT_PATH';

/** The folder of nx.json, found as Nx finds it: `NX_WORKSPACE_ROOT_PATH`, else the nearest one upwards. */
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
 * nx.json on top of the preset that it `extends`, as Nx merges them: key by key, not deeply.
 *
 * @throws SyntaxError, ENOENT
 */
export function readNxJson(root: string): JsonObject {
  const own = readJson(join(root, 'nx.json'));
  return { ...readPreset(root, own['extends']), ...own };
}

/**
 * The keys of the preset that nx.json `extends`. Nx looks in more places, and complains by itself: one that is not found
 * here has none, and must not switch the cache off.
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
 * The workspace that the Nx of this process works in; undefined where no Nx is loaded. Nx looks at `NX_WORKSPACE_ROOT_PATH`
 * before it reads `.env` files, so that their value is in the environment, and in force for nobody
 * (`workspaceRoot` in `nx/src/utils/workspace-root`, Nx 20.1 to 24). Of a global Nx and that of the workspace, which it
 * loads, the latter counts.
 */
export function findNxRoot(modules: Modules = loadedModules()): string | undefined {
  const path = Object.keys(modules).findLast((path) => rootModule.test(path)) ?? '';
  const { workspaceRoot } = Object(modules[path]?.exports) as { workspaceRoot?: unknown };
  return typeof workspaceRoot === 'string' ? workspaceRoot : undefined;
}

const rootModule = /[\\/]nx[\\/](?:dist[\\/])?src[\\/]utils[\\/]workspace-root\.js$/;

/** They are the same for every `require`. */
const loadedModules = (): Modules => createRequire(join(process.cwd(), 'nx.json')).cache;

/**
 * The folder where Nx itself keeps packages in a workspace that has no package.json: `installation` of nx.json says which,
 * and `.nx/nxw.js` installs them (`getNxInstallationPath` in `nx/src/utils/installation-directory`).
 */
export const installationFolder = '.nx/installation';

/** How people start the wrapper of Nx beside `.nx/installation`: on Windows it is `nx.bat`, and `cmd.exe` takes no `./nx`. */
export const nxWrapper = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32' ? '.\\nx' : './nx';

/**
 * Resolves a module of the Nx that a workspace runs: that of `.nx/installation` where there is one, else that of the root
 * (`resolveNx` in `nx/bin/nx`). Undefined where there is no such module.
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
