import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import {
  copyEnvironment,
  readVariable,
  type Environment,
  signingKeyVariable,
} from '../../config/environment.js';
import { resolveNx } from '../../nx/workspace.js';
import type { Host } from '../host.js';

/** What moves the cache of a checkout (`cache-directory` in `nx/src/utils`). */
const variables = ['NX_CACHE_DIRECTORY', 'NX_WORKSPACE_DATA_DIRECTORY', 'NX_PROJECT_GRAPH_CACHE_DIRECTORY'];

/**
 * Where runs of Nx may have their local cache, as Nx itself says it. From 23 on that may be below the home, by an identity
 * that Nx makes of the git remote, and is not for us to make again.
 *
 * Nx up to 24.0.0 looks at the variables before it reads `.env` files, 24.0.6 after that. An Nx that a global Nx or a task
 * has started finds them read already, so that the same workspace can have two caches.
 */
export function findCacheDirectories(
  root: string,
  { started, env }: Pick<Host, 'started' | 'env'>,
  askNx: typeof askInstalledNx = askInstalledNx,
): string[] {
  const isSame = variables.every((name) => started[name] === env[name]);
  const directories = (isSame ? [started] : [started, env]).map((variables) =>
    resolve(root, askNx(root, variables) ?? readVariable(variables, 'NX_CACHE_DIRECTORY') ?? '.nx/cache'),
  );
  return [...new Set(directories)];
}

/** In a process of its own: Nx looks at the working directory and at the environment as soon as it is loaded. */
function askInstalledNx(root: string, env: Environment): string | undefined {
  const cache = resolveNx(root, 'nx/src/utils/cache-directory');
  if (cache === undefined) return undefined;
  const loader = resolveNx(root, 'nx/bin/workspace-env') ?? '';
  const { status, stdout } = spawnSync(process.execPath, ['-e', script, root, cache, loader], {
    ...{ cwd: root, encoding: 'utf8', timeout: 20_000 },
    env: copyEnvironment(env, { [signingKeyVariable]: undefined }),
  });
  // Nx may have something to say, too.
  return status === 0 ? /^cacheDir=(.+)$/m.exec(stdout)?.[1] : undefined;
}

/** `nx/bin/workspace-env` is the part of Nx that reads `.env` files first; where there is none, they come too late. */
const script = `
const [root, cache, loader] = process.argv.slice(1);
(async () => {
  if (loader !== '') await require(loader).loadWorkspaceEnv(root);
  console.log('cacheDir=' + require(cache).cacheDir);
})();
`;
