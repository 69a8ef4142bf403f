import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

import { temporaryFolder } from '../support/temporary-folder.js';

/**
 * A small file system in memory, for one test. Only root may mount, here or by way of a `sudo` that asks for no password
 * (as in CI); a test that cannot have one fails.
 *
 * @param options as mount(8) takes them for a tmpfs, e.g. `size=4m`
 */
export function mountMemory(options: string): string {
  const folder = temporaryFolder();
  asRoot('mount', '-t', 'tmpfs', '-o', `${options},mode=0777`, 'tmpfs', folder);
  onTestFinished(() => {
    asRoot('umount', folder);
  });
  return folder;
}

export function remountReadOnly(folder: string): void {
  asRoot('mount', '-o', 'remount,ro', folder);
}

function asRoot(command: string, ...args: string[]): void {
  if (process.getuid?.() === 0) execFileSync(command, args);
  else execFileSync('sudo', ['-n', command, ...args]);
}
