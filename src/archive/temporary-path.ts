import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { impatient } from './patience.js';

const prefix = '.nx-azure-cache-';

/** A new path in the cache directory, which `sweepStaging` removes in the end, e.g. `.nx-azure-cache-held-9f86d081884c7d65`. */
export function temporaryPath(cacheDirectory: string, hash: string): string {
  return join(cacheDirectory, `${prefix}${hash}-${randomBytes(8).toString('hex')}`);
}

/** Whether a name in the cache directory is one of `temporaryPath`. */
export const isTemporary = (name: string) => name.startsWith(prefix);

/** Removes a folder with its contents, also where folders in it are read-only. */
export function removeTree(path: string, patience = impatient): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    if (lstatSync(path).isDirectory()) makeWritable(path);
    patience(() => {
      rmSync(path, { recursive: true, force: true });
    });
  }
}

function makeWritable(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(path, entry.name));
}
