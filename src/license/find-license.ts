import { readVariable, type Environment } from '../config/environment.js';
import { licenseVariables } from '../config/variables.js';
import type { LicenseTerms } from '../config/resolve-config.js';
import { LicenseError } from '../errors.js';
import { licenseFiles, parseLicenseFile, readLicenseFile, type LicenseFile } from './license-file.js';
import { adviseOnExpiry, formatDay, type License } from './license.js';
import { verifyLicense } from './signed-license.js';

/** A valid license, and where it was found. */
export interface FoundLicense {
  readonly source: string;
  readonly license: License;
}

/**
 * The first valid license: a renewed one need not be where the old one is.
 *
 * @throws LicenseError for the first license that exists, when none is valid
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

/** A place for a license. */
export interface LicenseSource {
  /** for messages, e.g. `NX_KEY` */
  readonly name: string;
  /**
   * @returns undefined when it has no license
   * @throws LicenseError
   */
  readonly read: () => string | undefined;
}

/** All places, in the order in which they are read. */
export function licenseSources(root: string, env: Environment): LicenseSource[] {
  return [
    ...licenseVariables.map((name) => ({ name, read: () => readVariable(env, name) })),
    ...Object.keys(licenseFiles).map((name) => ({ name, read: () => readFile(root, name as LicenseFile) })),
  ];
}

function readFile(root: string, file: LicenseFile): string | undefined {
  try {
    return parseLicenseFile(readLicenseFile(root, file) ?? '');
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new LicenseError('unreadable', `the license from ${file} cannot be read (${code})`, { cause });
  }
}

/** What a run reports about its license. */
export interface LicenseReport {
  readonly decision: string;
  /** undefined: it need not be renewed yet */
  readonly advice: string | undefined;
}

/** @throws LicenseError when no license is valid */
export async function reportLicense(
  terms: LicenseTerms,
  { root, env, now }: { readonly root: string; readonly env: Environment; readonly now: Date },
): Promise<LicenseReport> {
  const { source, license } = await findLicense(licenseSources(root, env), terms, now);
  const advice = adviseOnExpiry(license, now);
  return {
    decision: `licensed to "${license.organization}" until ${formatDay(license.expiresAt)} (${source})`,
    advice: advice && `the license from ${source} ${advice}; get a new one from the issuer`,
  };
}
