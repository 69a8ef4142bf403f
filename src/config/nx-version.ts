import { readFileSync } from 'node:fs';

import { parseJsonObject } from '../nx/json.js';
import { newestNx } from './node-for-nx.js';
import { resolveNx } from './nx-installation.js';

const oldest = { major: 20, minor: 1 };

/** The version of the Nx that a workspace uses, e.g. `24.0.6`; undefined where it cannot be told. */
export function readNxVersion(root: string): string | undefined {
  const path = resolveNx(root, 'nx/package.json');
  if (path === undefined) return undefined;
  try {
    return (parseJsonObject(readFileSync(path, 'utf8'), path) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

/** What is the matter with an Nx that this package was not made for. */
export interface NxProblem {
  readonly is: 'too new' | 'too old';
  readonly problem: string;
  readonly fix: string;
}

/** Whether this package was made for that Nx; undefined when it was. */
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

/** A problem as one clause. */
export const describeNxProblem = ({ problem, fix }: NxProblem): string => `${problem}; ${fix}`;

/** What is the matter with that Nx, as one clause; undefined when this package was made for it. */
export function adviseOnNxVersion(version: string): string | undefined {
  const found = findNxProblem(version);
  return found && describeNxProblem(found);
}

/** Whether a version comes before the first one of that line; what is no version does not. */
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
 * `nx/src/tasks-runner/cache`); of an unknown version nothing is said.
 */
export const takesNoOuterLinks = (version: string | undefined): boolean =>
  version !== undefined && !isNxBefore(version, 24, 0, 5);
