import type { Environment } from '../config/environment.js';
import type { Config } from '../config/resolve-config.js';
import { accessOf, sharedAccess, type Access } from './access.js';
import { localUser } from './local-user.js';
import { resolveRun } from './resolve-run.js';
import { resolveScope } from './resolve-scope.js';

/** What this run may read and where it writes, by its configuration and by what the CI says of it. */
export function resolveAccess(config: Config, env: Environment): Access {
  const { trust, container, credential } = config;
  const account = { container, credential };
  if (!trust) return sharedAccess(account);
  return accessOf(resolveScope(trust, resolveRun(env), localUser()), account, trust);
}
