import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { present } from '../config/environment.js';
import { LicenseError } from '../errors.js';
import { parseLicenseHeader } from './license-header.js';

/** The files of the workspace that Nx documents for licenses, each with the name of its entry. */
export const licenseFiles = {
  '.nx/powerpack/license.ini': 'license',
  '.nx/key/key.ini': 'key',
} as const;

export type LicenseFile = keyof typeof licenseFiles;

const entry = /^\s*(?:license|key)\s*=\s*(.*?)\s*$/i;

/** The license in a file: `license=eyJ…` or `key=eyJ…`, else its first line of any content. */
export function parseLicenseFile(content: string): string | undefined {
  const lines = content.split('\n').filter((line) => !/^\s*([;#[]|$)/.test(line));
  const named = lines.map((line) => entry.exec(line)?.[1]).find((value) => value !== undefined);
  return present((named ?? lines[0])?.trim().replace(/^"(.*)"$/, '$1'));
}

/** The content of a file with its license replaced. All else stays, also Windows line endings. */
export function replaceLicense(content: string, name: string, text: string): string {
  const eol = content.includes('\r\n') ? '\r\n' : '\n';
  const lines = content === '' ? [] : content.replace(/\r?\n$/, '').split(/\r?\n/);
  const index = lines.findIndex((line) => entry.test(line));
  lines.splice(index < 0 ? lines.length : index, 1, `${name}=${text}`);
  return `${lines.join(eol)}${eol}`;
}

/**
 * @returns undefined when there is no such file
 * @throws EACCES, EISDIR
 */
export function readLicenseFile(root: string, file: LicenseFile): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Writes a license to its file, as a whole or not at all. */
export function writeLicenseFile(root: string, file: LicenseFile, text: string): void {
  const path = join(root, file);
  const content = replaceLicense(readLicenseFile(root, file) ?? '', licenseFiles[file], text);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

/**
 * Writes a license to its file. Synchronous, because Nx 20.1 to 20.7 end the process without waiting; verifying a signature
 * is not, so only a text that is no license at all is rejected.
 *
 * @returns a message for the user
 * @throws LicenseError
 */
export function activateLicense(root: string, file: LicenseFile, given: unknown): string {
  writeLicenseFile(root, file, assertLicense(given));
  return `The license was written to ${file}, as "${licenseFiles[file]}". Run nx report to see whether it is active.\n`;
}

/**
 * @returns the license without surrounding space
 * @throws LicenseError for any other text
 */
export function assertLicense(given: unknown): string {
  const text = typeof given === 'string' ? given.trim() : '';
  if (text === '') throw new LicenseError('missing', 'no license was given');
  if (!parseLicenseHeader(text))
    throw new LicenseError('unreadable', 'the given text is not a license of nx-azure-cache');
  return text;
}
