import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeNxProblem, findNxProblem, readNxVersion, takesNoOuterLinks } from '../nx/nx-version.js';
import { plural } from '../format.js';

/**
 * The warning for tasks that Nx ran although it had their results, with the reason as far as it is known.
 *
 * @param tasks by name, one at least
 * @param nxVersion undefined where it cannot be read
 */
export function adviseOnDiscarded(
  [name = '', ...others]: readonly string[],
  nxVersion: string | undefined,
): string {
  const more = others.length > 0 ? ` and ${plural(others.length, 'other task')}` : '';
  const reason = takesNoOuterLinks(nxVersion)
    ? 'from 24.0.5 on it rejects outputs with a symbolic link that points outside of the output it is in; replace that link with a copy'
    : 'the reason is not known; run Nx with NX_VERBOSE_LOGGING=true to find out';
  return `Nx did not take the cached result of ${name}${more}, and ran it again: ${reason}`;
}

export interface NxAdviceOptions {
  readonly root: string;
  /** of this run; undefined where Nx asked for nothing */
  readonly cacheDirectory: string | undefined;
  /** whether to warn of an Nx that is newer than the tested ones */
  readonly ofNewer: boolean;
  /** ms since 1970 */
  readonly now: number;
}

const day = 24 * 60 * 60 * 1000;

// Not the name of a staging folder (`.nx-azure-cache-…`): a sweep removes those after an hour.
const mark = '.nx-azure-cache.newer-nx';

/** The warning about the version of Nx. A version newer than the tested ones is reported once a day at most. */
export function adviseOnNx({ root, cacheDirectory, ofNewer, now }: NxAdviceOptions): string | undefined {
  const version = readNxVersion(root);
  const found = version === undefined ? undefined : findNxProblem(version);
  if (!found) return undefined;
  if (found.is === 'too new' && !(ofNewer && isDue(cacheDirectory, now))) return undefined;
  return describeNxProblem(found);
}

/** Whether this is the first call in a day, for this cache directory. */
function isDue(cacheDirectory: string | undefined, now: number): boolean {
  if (cacheDirectory === undefined) return true;
  const path = join(cacheDirectory, mark);
  try {
    const age = now - Number(readFileSync(path, 'utf8'));
    if (age >= 0 && age < day) return false;
  } catch {
    // It was never reported here.
  }
  try {
    writeFileSync(path, String(now));
  } catch {
    // Then it is reported each time.
  }
  return true;
}
