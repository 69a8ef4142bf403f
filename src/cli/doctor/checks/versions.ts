import * as zlib from 'node:zlib';

import { findNxProblem, readNxVersion } from '../../../config/nx-version.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import type { Setup } from '../setup.js';

/** Nx and Node are ones that this package works with. */
export const versions: Check = {
  title: 'Versions',
  needs: [],
  run: (setup) => [lookAtNx(setup), lookAtNode(setup.nodeVersion)],
};

function lookAtNx({ root }: Setup): Finding {
  if (root === undefined) return skip('there is no workspace here');
  const version = readNxVersion(root);
  if (version === undefined)
    return warn(`no Nx is found from ${root}`, 'install the packages of the workspace');
  const found = findNxProblem(version);
  if (!found) return pass(`Nx ${version}`);
  return found.is === 'too old' ? fail(found.problem, found.fix) : warn(found.problem, found.fix);
}

/** Node has zstd from 22.15 and 23.8 on (nodejs.org/api/zlib.html#zlibcreatezstdcompressoptions). */
export function lookAtNode(version: string, hasZstd = 'createZstdCompress' in zlib): Finding {
  if (Number.parseInt(version) < 20) return fail(`Node ${version} is too old`, 'update to Node 20 or later');
  if (hasZstd) return pass(`Node ${version}`);
  return pass(
    `Node ${version}, which has no zstd: it packs with brotli, and that takes longer (22.15 has it)`,
  );
}
