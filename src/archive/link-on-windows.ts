import { lstatSync, statSync } from 'node:fs';

/**
 * Why a link that has just been made may not stay, as a clause about it. Nx on Windows makes each link of a result anew
 * as a link to a file (`symlink_file` in packages/nx/src/native/cache/file_ops.rs): of one to a folder it makes one that
 * leads nowhere, and of a junction one into the cache, or the end of the run where the user may make no links.
 */
export function flawOfLink(at: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return undefined;
  // Wine says that it has made a link, and has not.
  if (!lstatSync(at, { throwIfNoEntry: false }))
    return 'is a symbolic link, of which the system makes nothing';
  return leadsToFolder(at) ? 'is a symbolic link to a folder, which Nx on Windows breaks' : undefined;
}

function leadsToFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false; // it leads nowhere, or in circles
  }
}
