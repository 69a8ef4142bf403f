import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { readVariable, type Environment } from '../../config/environment.js';
import { signingKeyVariable } from '../../config/take-signing-key.js';

/**
 * Nx's local cache: where `NX_CACHE_DIRECTORY` says, else where Nx itself says. From 23 on that may be below the home, by
 * an identity that Nx makes of the git remote, and is not for us to make again.
 *
 * @param askNx undefined where there is no Nx to ask
 */
export function findCacheDirectory(
  root: string,
  env: Environment,
  askNx: typeof askInstalledNx = askInstalledNx,
): string {
  const named = readVariable(env, 'NX_CACHE_DIRECTORY');
  return resolve(root, named ?? askNx(root, env) ?? '.nx/cache');
}

/** In a process of its own: it looks at the working directory and at the environment as soon as it is loaded. */
function askInstalledNx(root: string, env: Environment): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], {
    ...{ cwd: root, encoding: 'utf8', timeout: 20_000 },
    env: { ...env, [signingKeyVariable]: undefined },
  });
  // Nx may have something to say, too.
  return status === 0 ? /^cacheDir=(.+)$/m.exec(stdout)?.[1] : undefined;
}

const script = `
const nx = require.resolve('nx/src/utils/cache-directory', { paths: [process.cwd()] });
console.log('cacheDir=' + require(nx).cacheDir);
`;
