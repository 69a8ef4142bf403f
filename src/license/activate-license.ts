import { LicenseError } from '../errors.js';
import { licenseFiles, writeLicenseFile, type LicenseFile } from './license-file.js';
import { parseLicenseHeader } from './license-header.js';

/**
 * Puts a license into its file. All at once, since Nx 20.1 to 20.7 ends the process without waiting; that is too soon to
 * verify a signature, so only what is no license at all is refused.
 *
 * @returns what to tell the user
 * @throws LicenseError
 */
export function activateLicense(root: string, file: LicenseFile, given: unknown): string {
  writeLicenseFile(root, file, assertLicense(given));
  return `The license is in ${file}, as "${licenseFiles[file]}". nx report says whether it is active.\n`;
}

/**
 * @returns the license without space around it.
 * @throws LicenseError for any other text
 */
export function assertLicense(given: unknown): string {
  const text = typeof given === 'string' ? given.trim() : '';
  if (text === '') throw new LicenseError('missing', 'no license was given');
  if (!parseLicenseHeader(text))
    throw new LicenseError('unreadable', 'what was given is not a license of nx-azure-cache');
  return text;
}
