import { createRequire } from 'node:module';
import { join } from 'node:path';
import { config } from 'dotenv';
import { expand } from 'dotenv-expand';

import { copyEnvironment, type Environment } from '../config/environment.js';
import { resolveNx, findWorkspaceRoot, rootVariable } from '../nx/workspace.js';

/**
 * Gives this process the variables that Nx reads from the `.env` files of a workspace before it asks for the remote cache.
 * Nx's own code reads them where it is installed, because lines of Nx differ: a blank variable of the shell keeps a file
 * from setting it up to Nx 21, and not from 22 on; and from 22 on a variable of one file can be made of one of another.
 * By then each line has made up its mind where the workspace is, so that no file moves it.
 *
 * @param env of this process
 * @returns the environment as it was
 */
export function loadEnvFiles(cwd: string, env: Record<string, string | undefined>): Environment {
  const before = copyEnvironment(env);
  const root = findWorkspaceRoot(cwd, env) ?? cwd;
  if (!loadByNx(root)) loadByLibraries(root, env);
  const given = before[rootVariable];
  if (given === undefined) Reflect.deleteProperty(env, rootVariable);
  else env[rootVariable] = given;
  return before;
}

/** @returns false where there is no Nx that could */
function loadByNx(root: string): boolean {
  try {
    const path = resolveNx(root, 'nx/src/utils/dotenv') ?? '';
    const { loadRootEnvFiles } = createRequire(path)(path) as { loadRootEnvFiles: (root: string) => void };
    loadRootEnvFiles(root);
    return true;
  } catch {
    return false;
  }
}

/** The first to set a variable wins. */
const names = ['.local.env', '.env.local', '.env'];

/** As Nx 22 and later do it. What is set already stays as it is; a file that cannot be read is none. */
function loadByLibraries(root: string, env: Record<string, string | undefined>): void {
  const processEnv = env as Record<string, string>;
  const { parsed = {} } = config({ path: names.map((name) => join(root, name)), processEnv });
  expand({ parsed, processEnv });
}
