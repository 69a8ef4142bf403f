import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';

/** Creates a file that must not be there yet, and gives its descriptor. */
export function createFile(path: string, mode: number, mask: number): number {
  const fd = openSync(path, 'wx', mode);
  try {
    if ((mode & mask) !== 0) fchmodSync(fd, mode);
    return fd;
  } catch (cause) {
    closeSync(fd);
    throw cause;
  }
}

/** One call may write less than it was given. */
export function writeAll(fd: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
}
