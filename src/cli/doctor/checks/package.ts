import { createRequire } from 'node:module';

import { ownName, alias, isThisPackage } from '../../../nx/package-name.js';
import { messageOf } from '../../shared/messages.js';
import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import {
  execPrefix,
  findInstalled,
  installCommand,
  removeCommand,
  type InstalledPackage,
} from '../packages.js';
import type { Setup } from '../setup.js';

/** Checks that this package is installed where Nx looks for it, and that Nx can load it. */
export function checkPackage({ cwd, root, own }: Setup): Findings {
  if (root === undefined) return skip('this folder is not in an Nx workspace');
  const found = findInstalled(alias, cwd, root);
  const plain = findInstalled(ownName, cwd, root);
  if (!found) return notFound(root, plain);
  // The license of another package may forbid loading it.
  if (!isThisPackage(found))
    return fail(`${alias} is another package here: ${found.name} ${found.version}`, installCommand(root));
  return [
    load(found, root),
    plain?.name === ownName && plain.version !== found.version && twoVersions(root, found, plain),
    own.version !== found.version && own.folder !== plain?.folder && otherDoctor(root, found, own),
  ];
}

function notFound(root: string, plain: InstalledPackage | undefined): Finding {
  const detail = plain
    ? `it is installed as ${ownName}, but Nx looks only for ${alias}`
    : `Nx looks for ${alias}, which is not installed`;
  return fail(detail, installCommand(root));
}

/** Nx does not report a package that it cannot load, and continues without it. */
function load({ entry, folder, version }: InstalledPackage, root: string): Finding {
  try {
    const { getRemoteCache } = createRequire(entry)(entry) as { getRemoteCache?: unknown };
    if (typeof getRemoteCache !== 'function') throw new Error('it has no getRemoteCache');
    return pass(`Nx loads ${ownName} ${version} from ${folder}`);
  } catch (error) {
    const [reason = ''] = messageOf(error).split('\n', 1);
    return fail(
      `${ownName} ${version} in ${folder} cannot be loaded: ${reason}`,
      `install it again: ${installCommand(root)}`,
    );
  }
}

const twoVersions = (root: string, found: InstalledPackage, plain: InstalledPackage) =>
  warn(
    `two versions are installed: Nx loads ${found.version}, and ${ownName} ${plain.version} is not used`,
    removeCommand(root, ownName),
  );

const otherDoctor = (root: string, found: InstalledPackage, own: InstalledPackage) =>
  warn(
    `this is the doctor of version ${own.version} (${own.folder}), but Nx loads version ${found.version}`,
    `run the doctor of the workspace (${execPrefix(root)} ${ownName} doctor), or update the workspace: ${installCommand(root)}`,
  );
