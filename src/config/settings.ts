import type { Environment } from './environment.js';
import { isConfigured } from './variables.js';
import { findWorkspaceRoot, readNxJson } from '../nx/workspace.js';

/** Where a run finds its configuration, before any of it is checked. */
export interface Settings {
  readonly root: string;
  /** the `azure` key of nx.json */
  readonly azure: unknown;
  readonly env: Environment;
}

/**
 * The settings of the workspace that this process works in; undefined when nothing asks for the remote cache.
 *
 * @param root where it is known already
 */
export function findSettings(
  cwd = process.cwd(),
  env: Environment = process.env,
  root = findWorkspaceRoot(cwd, env) ?? cwd,
): Settings | undefined {
  const azure = readAzureKey(root);
  return isConfigured(azure, env) ? { root, azure, env } : undefined;
}

/** An nx.json that cannot be read is for Nx to complain about. */
function readAzureKey(root: string): unknown {
  try {
    return readNxJson(root)['azure'];
  } catch {
    return undefined;
  }
}
