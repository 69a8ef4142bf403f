import type { Environment } from '../../config/environment.js';
import { resolveConfig, type Config } from '../../config/resolve-config.js';
import type { Access } from '../../trust/access.js';
import { resolveAccess } from '../../trust/resolve-access.js';

/** What the settings of a workspace come to. Holds secrets. */
export interface Resolved {
  readonly config: Config;
  readonly access: Access;
}

/** @throws ConfigError */
export function resolveSettings(azure: unknown, env: Environment): Resolved {
  const config = resolveConfig(azure, env);
  return { config, access: resolveAccess(config, env) };
}
