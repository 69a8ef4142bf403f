import { readVariable, type Environment } from '../config/environment.js';
import { licenseVariables } from '../config/variables.js';
import { LicenseError } from '../errors.js';
import { licenseFiles, parseLicenseFile, readLicenseFile, type LicenseFile } from './license-file.js';

/** A place where a license may be. */
export interface LicenseSource {
  /** as messages have it, e.g. `NX_KEY` */
  readonly name: string;
  /**
   * @returns undefined when none is there.
   * @throws LicenseError
   */
  readonly read: () => string | undefined;
}

/** All places, in the order in which they are looked at. */
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
