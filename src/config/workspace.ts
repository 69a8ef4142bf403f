import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { parseJsonObject, type JsonObject } from '../nx/json.js';
import type { Environment } from './environment.js';

/** What moves the workspace of Nx, unless a `.env` file sets it. */
export const rootVariable = 'NX_WORKSPACE_ROOT_PATH';

/** The folder of nx.json, found as Nx finds it: `NX_WORKSPACE_ROOT_PATH`, else the nearest one upwards. */
export function findWorkspaceRoot(
  cwd: string,
  env: Environment,
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
