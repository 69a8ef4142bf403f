import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The folder where Nx itself keeps packages in a workspace that has no package.json: `installation` of nx.json says which,
 * and `.nx/nxw.js` installs them (`getNxInstallationPath` in `nx/src/utils/installation-directory`).
 */
export const installationFolder = '.nx/installation';

/** How people start the wrapper of Nx beside `.nx/installation`: on Windows it is `nx.bat`, and `cmd.exe` takes no `./nx`. */
export const nxWrapper = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32' ? '.\\nx' : './nx';

/**
 * Resolves a module of the Nx that a workspace runs: that of `.nx/installation` where there is one, else that of the root
 * (`resolveNx` in `nx/bin/nx`). Undefined where there is no such module.
 *
 * @param id e.g. `nx/package.json`
 */
export function resolveNx(root: string, id: string): string | undefined {
  const installation = join(root, installationFolder);
  for (const folder of existsSync(installation) ? [installation, root] : [root]) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(id);
    } catch {
      // The other one may have it.
    }
  }
  return undefined;
}
