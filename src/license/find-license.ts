import type { LicenseTerms } from '../config/license.js';
import { LicenseError } from '../errors.js';
import type { LicenseSource } from './license-sources.js';
import type { License } from './license.js';
import { verifyLicense } from './verify-license.js';

/** The license that counts, and where it is. */
export interface FoundLicense {
  readonly source: string;
  readonly license: License;
}

/**
 * The first license that counts: a renewed one need not be where the one before it was.
 *
 * @throws LicenseError what is wrong with the first one that is there
 */
export async function findLicense(
  sources: readonly LicenseSource[],
  terms: LicenseTerms,
  now: Date,
): Promise<FoundLicense> {
  const refusals: LicenseError[] = [];
  for (const { name: source, read } of sources) {
    try {
      const text = read();
      if (text !== undefined) return { source, license: await verifyLicense({ source, text }, terms, now) };
    } catch (error) {
      if (!(error instanceof LicenseError)) throw error;
      refusals.push(error);
    }
  }
  throw refusals[0] ?? new LicenseError('missing', `there is no license in ${namesOf(sources)}`);
}

/** `NX_POWERPACK_LICENSE, NX_KEY, .nx/powerpack/license.ini or .nx/key/key.ini` */
const namesOf = (sources: readonly LicenseSource[]) =>
  sources
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
