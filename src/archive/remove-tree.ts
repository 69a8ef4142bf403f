import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { impatient } from './patience.js';

/** Removes a folder with all it holds, also where folders in it may not be written to. */
export function removeTree(path: string, patience = impatient): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    if (lstatSync(path).isDirectory()) openFolders(path);
    patience(() => {
      rmSync(path, { recursive: true, force: true });
    });
  }
}

function openFolders(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(join(path, entry.name));
}
