import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeNxProblem, findNxProblem, readNxVersion } from '../nx/nx-version.js';

export interface AdviceOptions {
  readonly root: string;
  /** of this run; undefined where nothing was asked */
  readonly cacheDirectory: string | undefined;
  /** whether to warn of an Nx that is newer than the tested ones */
  readonly ofNewer: boolean;
  /** ms since 1970 */
  readonly now: number;
}

const day = 24 * 60 * 60 * 1000;

// Its name is none of a staging folder (`.nx-azure-cache-…`): a sweep removes those after an hour.
const mark = '.nx-azure-cache.newer-nx';

/** What to warn of about this Nx. That it is newer than the tested ones is said once a day at most. */
export function adviseOnNx({ root, cacheDirectory, ofNewer, now }: AdviceOptions): string | undefined {
  const version = readNxVersion(root);
  const found = version === undefined ? undefined : findNxProblem(version);
  if (!found) return undefined;
  if (found.is === 'too new' && !(ofNewer && isDue(cacheDirectory, now))) return undefined;
  return describeNxProblem(found);
}

/** Whether nobody has asked this for a day, in this cache directory. */
function isDue(cacheDirectory: string | undefined, now: number): boolean {
  if (cacheDirectory === undefined) return true;
  const path = join(cacheDirectory, mark);
  try {
    const age = now - Number(readFileSync(path, 'utf8'));
    if (age >= 0 && age < day) return false;
  } catch {
    // It was never said here.
  }
  try {
    writeFileSync(path, String(now));
  } catch {
    // Said each time, then.
  }
  return true;
}
