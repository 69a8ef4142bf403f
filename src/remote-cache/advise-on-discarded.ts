import { takesNoOuterLinks } from '../config/nx-version.js';
import { plural } from '../format.js';

/**
 * What to warn of when Nx ran tasks although it was given their results, as far as the reason is known.
 *
 * @param tasks by name, one at least
 * @param nxVersion undefined where it cannot be read
 */
export function adviseOnDiscarded(
  [name = '', ...others]: readonly string[],
  nxVersion: string | undefined,
): string {
  const more = others.length > 0 ? ` and ${plural(others.length, 'other task')}` : '';
  return `Nx did not take the cached result of ${name}${more}, and ran it again: ${reasonOf(nxVersion)}`;
}

const reasonOf = (nxVersion: string | undefined) =>
  takesNoOuterLinks(nxVersion)
    ? 'from 24.0.5 on it refuses outputs with a symbolic link that points outside of the output it is in; replace that link by a copy'
    : 'this Nx has no rule that is known here to refuse a result; see what it prints with NX_VERBOSE_LOGGING=true';
