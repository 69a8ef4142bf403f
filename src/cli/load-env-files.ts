import { join } from 'node:path';
import { config } from 'dotenv';
import { expand } from 'dotenv-expand';

import { findWorkspaceRoot } from '../config/workspace.js';

/** The first to set a variable wins. */
const names = ['.local.env', '.env.local', '.env'];

/**
 * Gives an environment the variables that Nx reads from the files of a workspace before it asks for the remote cache, by
 * the same libraries (`loadRootEnvFiles` in `nx/src/utils/dotenv`). What is set already stays as it is; a file that
 * cannot be read is none.
 */
export function loadEnvFiles(cwd: string, env: Record<string, string | undefined>): void {
  const root = findWorkspaceRoot(cwd, env) ?? cwd;
  const processEnv = env as Record<string, string>;
  const { parsed = {} } = config({ path: names.map((name) => join(root, name)), processEnv });
  expand({ parsed, processEnv });
}
