import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whether the file system finds `folder` under its name in the other case, too. True for a name without letters. */
export function foldsCase(folder: string): boolean {
  const other = join(dirname(folder), swapCase(basename(folder)));
  return inode(other) === inode(folder);
}

function swapCase(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

function inode(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}
