import { createRequire } from 'node:module';

import { alias, isThisPackage, ownName } from '../../../nx/package-name.js';
import { messageOf } from '../../message-of.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { findInstalled, type InstalledPackage } from '../installed-package.js';
import { execPrefix, installCommand, removeCommand } from '../package-manager.js';

/** This package is where Nx looks for it, and is what Nx loads from there. */
export const packageCheck: Check = {
  title: 'Package',
  needs: [],
  run(setup) {
    const { cwd, root, own } = setup;
    if (root === undefined) return [skip('there is no workspace here')];
    const found = findInstalled(alias, cwd, root);
    const plain = findInstalled(ownName, cwd, root);
    if (!found) return [notFound(root, plain)];
    if (!isThisPackage(found)) return [foreign(root, found)];
    return [load(found, root), ...versions(root, { found, plain, own })].filter(isFinding);
  },
};

function notFound(root: string, plain: InstalledPackage | undefined): Finding {
  const detail = plain
    ? `it is installed as ${ownName}, where Nx never looks: it asks for ${alias}`
    : `Nx asks for ${alias}, and nothing is installed by that name`;
  return fail(detail, installCommand(root));
}

/** Not ours to load: its licence may forbid it. */
const foreign = (root: string, { name, version }: InstalledPackage) =>
  fail(`Nx loads ${name} ${version} as ${alias}, which is another package`, installCommand(root));

/** Nx says nothing of a package that it cannot load, and goes on without. */
function load({ entry, folder, version }: InstalledPackage, root: string): Finding {
  try {
    const { getRemoteCache } = createRequire(entry)(entry) as { getRemoteCache?: unknown };
    if (typeof getRemoteCache !== 'function') throw new Error('it has no getRemoteCache');
    return pass(`Nx loads ${ownName} ${version} from ${folder}`);
  } catch (error) {
    return fail(
      `${ownName} ${version} in ${folder} cannot be loaded: ${firstLine(messageOf(error))}`,
      `install it anew: ${installCommand(root)}`,
    );
  }
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';

interface Found {
  readonly found: InstalledPackage;
  /** what is installed by the package's own name beside it */
  readonly plain: InstalledPackage | undefined;
  /** the doctor */
  readonly own: InstalledPackage;
}

function versions(root: string, { found, plain, own }: Found): (Finding | undefined)[] {
  return [
    plain?.name === ownName && plain.version !== found.version
      ? warn(
          `there are two versions: Nx loads ${found.version}, and ${ownName} ${plain.version} is installed beside it`,
          removeCommand(root, ownName),
        )
      : undefined,
    own.version === found.version || own.folder === plain?.folder
      ? undefined
      : warn(
          `this doctor is of version ${own.version}, in ${own.folder}, and knows only itself`,
          `run the one of the workspace (${execPrefix(root)} ${ownName} doctor), or update: ${installCommand(root)}`,
        ),
  ];
}

const isFinding = (finding: Finding | undefined): finding is Finding => finding !== undefined;
