import { findWorkspaceRoot, readNxJson } from '../nx/workspace.js';
import type { Environment } from './environment.js';
import { isConfigured } from './variables.js';

/** The configuration of a run, before it is validated. */
export interface Settings {
  readonly root: string;
  /** the `azure` key of nx.json */
  readonly azure: unknown;
  readonly env: Environment;
}

/**
 * Finds the settings of the workspace of this process; undefined if the remote cache is not configured.
 *
 * @param root the workspace, if it is known
 */
export function findSettings(
  cwd = process.cwd(),
  env: Environment = process.env,
  root = findWorkspaceRoot(cwd, env) ?? cwd,
): Settings | undefined {
  const azure = readAzureKey(root);
  return isConfigured(azure, env) ? { root, azure, env } : undefined;
}

/** Nx itself reports an nx.json that cannot be read. */
function readAzureKey(root: string): unknown {
  try {
    return readNxJson(root)['azure'];
  } catch {
    return undefined;
  }
}
