import { readFileSync } from 'node:fs';

import { parseJsonObject } from './json.js';
import { resolveNx } from './workspace.js';

const oldest = { major: 20, minor: 1 };

/**
 * The lines of Node that each Nx supports, each line from that version on. The README has the same table.
 *
 * Of Nx: nx.dev/workspace/nx-nodejs-typescript-version-matrix, nrwl/nx#30818 (20.19 from Nx 21 on), nrwl/nx#35623 (26 for
 * Nx 22), nrwl/nx#35591 (no 20 from Nx 23 on). Node 24 with Nx 20 is tested here.
 */
export const nodeForNx = [
  { nx: [20], node: ['20', '22', '24'] },
  { nx: [21], node: ['20.19', '22.12', '24'] },
  { nx: [22], node: ['20.19', '22.12', '24', '26'] },
  { nx: [23, 24], node: ['22.12', '24', '26'] },
] as const;

/** The newest line of Nx that this package was tested with. */
export const newestNx = Math.max(...nodeForNx.flatMap(({ nx }) => nx));

/** Lists the lines of Node that an Nx supports, if the given one is not among them; else, or if unknown, undefined. */
export function findNodeForNx(nx: string, node: string): string | undefined {
  const row = nodeForNx.find((row) => row.nx.some((line) => line === Number.parseInt(nx)));
  if (!row || row.node.some((line) => isOf(line, node))) return undefined;
  return listNodes(row.node);
}

/** e.g. `22.12+, 24, 26` */
export const listNodes = (lines: readonly string[]): string =>
  lines.map((line) => (line.includes('.') ? `${line}+` : line)).join(', ');

/** Whether a version is of a line, and not older than the line's first one. */
function isOf(line: string, version: string): boolean {
  const [major = 0, minor = 0] = line.split('.').map(Number);
  const [givenMajor, givenMinor = 0] = version.split('.').map(Number);
  return givenMajor === major && givenMinor >= minor;
}

/** Reads the version of a workspace's Nx, e.g. `24.0.6`; undefined if it is unknown. */
export function readNxVersion(root: string): string | undefined {
  const path = resolveNx(root, 'nx/package.json');
  if (path === undefined) return undefined;
  try {
    return (parseJsonObject(readFileSync(path, 'utf8'), path) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

/** Why this package does not support an Nx. */
export interface NxProblem {
  readonly is: 'too new' | 'too old';
  readonly problem: string;
  readonly fix: string;
}

/** Checks whether this package supports an Nx; undefined if it does. */
export function findNxProblem(version: string): NxProblem | undefined {
  if (isNxBefore(version, oldest.major, oldest.minor)) {
    const problem = `Nx ${version} is too old for a remote cache of this kind`;
    return { is: 'too old', problem, fix: 'update to Nx 20.1 or later' };
  }
  if (Number.parseInt(version) > newestNx) {
    const problem = `Nx ${version} is newer than this package was tested with (20.1 to ${newestNx})`;
    return { is: 'too new', problem, fix: 'update nx-azure-cache' };
  }
  return undefined;
}

/** Prints a problem as one clause. */
export const describeNxProblem = ({ problem, fix }: NxProblem): string => `${problem}; ${fix}`;

/** Explains in one clause why this package does not support an Nx; undefined if it does. */
export function adviseOnNxVersion(version: string): string | undefined {
  const found = findNxProblem(version);
  return found && describeNxProblem(found);
}

/** Whether a version is older than another; false if it is not a version. */
export function isNxBefore(
  version: string,
  ...first: readonly [major: number, minor?: number, patch?: number]
): boolean {
  const given = version.split('.').map((part) => Number.parseInt(part));
  const differs = [0, 1, 2].find((index) => (given[index] ?? 0) !== (first[index] ?? 0)) ?? 0;
  return (given[differs] ?? 0) < (first[differs] ?? 0);
}

/**
 * Whether this Nx refuses a remote result with a symbolic link that leaves the output it is in (`applyRemoteCacheResults` in
 * `nx/src/tasks-runner/cache`); false for an unknown version.
 */
export const takesNoOuterLinks = (version: string | undefined): boolean =>
  version !== undefined && !isNxBefore(version, 24, 0, 5);
