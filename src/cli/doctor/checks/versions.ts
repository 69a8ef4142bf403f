import * as zlib from 'node:zlib';

import { findNodeForNx, findNxProblem, readNxVersion } from '../../../nx/nx-version.js';
import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import type { Setup } from '../setup.js';

/** Checks that this package supports the versions of Nx and Node, and that they support each other. */
export function checkVersions({ root, nodeVersion }: Setup): Findings {
  const nx = root === undefined ? undefined : readNxVersion(root);
  return [assessNx(root, nx), assessNode(nodeVersion, { nx })];
}

function assessNx(root: string | undefined, version: string | undefined): Finding {
  if (root === undefined) return skip('this folder is not in an Nx workspace');
  if (version === undefined)
    return warn(`Nx is not installed in ${root}`, 'install the packages of the workspace');
  const found = findNxProblem(version);
  if (!found) return pass(`Nx ${version}`);
  return found.is === 'too old' ? fail(found.problem, found.fix) : warn(found.problem, found.fix);
}

/**
 * Node has zstd from 22.15 and 23.8 on (nodejs.org/api/zlib.html#zlibcreatezstdcompressoptions).
 *
 * @param nx undefined: not known
 */
export function assessNode(
  version: string,
  { nx, hasZstd = 'createZstdCompress' in zlib }: { nx?: string | undefined; hasZstd?: boolean },
): Finding {
  if (Number.parseInt(version) < 20) return fail(`Node ${version} is too old`, 'update to Node 20 or later');
  const supported = nx === undefined ? undefined : findNodeForNx(nx, version);
  if (supported !== undefined)
    return warn(
      `Node ${version} is not supported by Nx ${nx ?? ''}`,
      `use Node ${supported.replace(/, (?=[^,]*$)/, ' or ')}`,
    );
  if (hasZstd) return pass(`Node ${version}`);
  return pass(
    `Node ${version} has no zstd, so artifacts are compressed with Brotli, which takes longer; Node 22.15 has it`,
  );
}
