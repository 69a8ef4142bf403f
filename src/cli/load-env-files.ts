import { createRequire } from 'node:module';
import { join } from 'node:path';
import { config } from 'dotenv';
import { expand } from 'dotenv-expand';

import { copyEnvironment, type Environment } from '../config/environment.js';
import { resolveNx, findWorkspaceRoot, rootVariable } from '../nx/workspace.js';
import { quietly } from '../quietly.js';

/**
 * Sets the variables that Nx reads from the `.env` files of a workspace before it asks for the remote cache. An installed Nx
 * reads them itself, because versions differ: up to Nx 21 a blank variable of the shell keeps a file from setting it, from
 * 22 on it does not, and variables of one file can refer to those of another. Nx has found the workspace before, so that no
 * file can move it.
 *
 * @param env of this process
 * @returns the environment as it was before
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

/** @returns undefined without an Nx that can */
function loadByNx(root: string): boolean | undefined {
  return quietly(() => {
    const path = resolveNx(root, 'nx/src/utils/dotenv') ?? '';
    const { loadRootEnvFiles } = createRequire(path)(path) as { loadRootEnvFiles: (root: string) => void };
    loadRootEnvFiles(root);
    return true;
  });
}

/** The first file that sets a variable wins. */
const names = ['.local.env', '.env.local', '.env'];

/** As Nx 22 and later do it. Existing variables are kept, and files that cannot be read are skipped. */
function loadByLibraries(root: string, env: Record<string, string | undefined>): void {
  const processEnv = env as Record<string, string>;
  const { parsed = {} } = config({ path: names.map((name) => join(root, name)), processEnv });
  expand({ parsed, processEnv });
}
