import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { present } from '../config/environment.js';

/** The files that Nx documents, in the workspace, and the name that a license has in each. */
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

/** The content of a file with another license, and whatever else it had: also the ends of lines of Windows. */
export function replaceLicense(content: string, name: string, text: string): string {
  const eol = content.includes('\r\n') ? '\r\n' : '\n';
  const lines = content === '' ? [] : content.replace(/\r?\n$/, '').split(/\r?\n/);
  const index = lines.findIndex((line) => entry.test(line));
  lines.splice(index < 0 ? lines.length : index, 1, `${name}=${text}`);
  return `${lines.join(eol)}${eol}`;
}

/**
 * @returns undefined when there is no such file.
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

/** Puts a license into its file, at once or not at all. */
export function writeLicenseFile(root: string, file: LicenseFile, text: string): void {
  const path = join(root, file);
  const content = replaceLicense(readLicenseFile(root, file) ?? '', licenseFiles[file], text);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
