import * as zlib from 'node:zlib';

import { findNodeForNx, findNxProblem, readNxVersion } from '../../../nx/nx-version.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';

/** Nx and Node are ones that this package works with, and that go together. */
export const versions: Check = {
  title: 'Versions',
  needs: [],
  run: ({ root, nodeVersion }) => {
    const nx = root === undefined ? undefined : readNxVersion(root);
    return [lookAtNx(root, nx), lookAtNode(nodeVersion, { nx })];
  },
};

function lookAtNx(root: string | undefined, version: string | undefined): Finding {
  if (root === undefined) return skip('there is no workspace here');
  if (version === undefined)
    return warn(`no Nx is found from ${root}`, 'install the packages of the workspace');
  const found = findNxProblem(version);
  if (!found) return pass(`Nx ${version}`);
  return found.is === 'too old' ? fail(found.problem, found.fix) : warn(found.problem, found.fix);
}

interface Beside {
  /** undefined where it is not known */
  readonly nx?: string | undefined;
  readonly hasZstd?: boolean;
}

/** Node has zstd from 22.15 and 23.8 on (nodejs.org/api/zlib.html#zlibcreatezstdcompressoptions). */
export function lookAtNode(
  version: string,
  { nx, hasZstd = 'createZstdCompress' in zlib }: Beside = {},
): Finding {
  if (Number.parseInt(version) < 20) return fail(`Node ${version} is too old`, 'update to Node 20 or later');
  const wanted = nx === undefined ? undefined : findNodeForNx(nx, version);
  if (wanted !== undefined)
    return warn(`Node ${version} is none of those that Nx ${nx} supports`, `use one of Node ${wanted}`);
  if (hasZstd) return pass(`Node ${version}`);
  return pass(
    `Node ${version}, which has no zstd: it packs with brotli, and that takes longer (22.15 has it)`,
  );
}
