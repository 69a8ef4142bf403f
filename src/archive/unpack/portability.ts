import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Entry } from '../entry.js';
import { codeOf } from '../failure.js';

/** Windows opens the device for these, whatever the folder and the extension. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;
const reserved = '<>:"|?*\\';

/** Errors for a name that the file system cannot hold, or for a path that is too long (open(2), mkdir(2)). */
const nameErrors = new Set(['EILSEQ', 'EINVAL', 'ENAMETOOLONG']);
/** No right to create links on Windows, or a file system without links elsewhere (symlink(2)). */
const linkErrors = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * Why the system cannot hold an entry that is acceptable as such, as a clause. Undefined where no rule forbids it; the
 * file system has the last word (`refusalOf`).
 */
export function portabilityFlaw(
  { path, target }: Pick<Entry, 'path' | 'target'>,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return undefined;
  const ofTarget = firstWindowsFlaw(target);
  return firstWindowsFlaw(path) ?? (ofTarget && `is a link to ${JSON.stringify(target)}, which ${ofTarget}`);
}

/** The steps `.` and `..` of a path are not names. */
function firstWindowsFlaw(path: string): string | undefined {
  const names = path.split('/').filter((step) => step !== '.' && step !== '..');
  return names.map(windowsFlaw).find((flaw) => flaw !== undefined);
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions */
function windowsFlaw(name: string): string | undefined {
  const found = Array.from(name).find((character) => character < ' ' || reserved.includes(character));
  if (found !== undefined) return `has ${JSON.stringify(found)} in a name, which Windows does not allow`;
  if (/[. ]$/.test(name)) return 'has a name that ends with a dot or a space, which Windows drops';
  if (device.test(name)) return 'has the name of a device on Windows';
  return undefined;
}

/**
 * Why the file system cannot hold the entry that was to be created at `at`, as a clause. Undefined for errors that do not
 * concern the entry, such as a full disk.
 */
export function refusalOf({ type }: Pick<Entry, 'type'>, at: string, cause: unknown): string | undefined {
  const code = codeOf(cause);
  if (nameErrors.has(code)) return `has a name or a path that the file system refuses (${code})`;
  if (type === 'symlink' && linkErrors.has(code))
    return `is a symbolic link, which cannot be created here (${code}); on Windows, Developer Mode allows it`;
  const other = code === 'EEXIST' ? otherNameOf(at) : undefined;
  return other === undefined ? undefined : sameNameAs(other);
}

/** The flaw of the second of two names that the file system takes for one. */
export const sameNameAs = (other: string) =>
  `differs from ${JSON.stringify(other)} beside it only in case or Unicode normal form, and is the same name here`;

/** The name with which the file was created, if it is a different one. */
function otherNameOf(at: string): string | undefined {
  const folder = dirname(at);
  const { ino } = lstatSync(at, { bigint: true });
  return readdirSync(folder).find(
    (name) => name !== basename(at) && lstatSync(join(folder, name), { bigint: true }).ino === ino,
  );
}

/**
 * Why a link that has just been created may not stay, as a clause. Nx on Windows re-creates each link of a result as a
 * link to a file (`symlink_file` in packages/nx/src/native/cache/file_ops.rs): a link to a folder becomes one that leads
 * nowhere, and a junction becomes one into the cache, or ends the run where the user may create no links.
 */
export function flawOfLink(at: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return undefined;
  // Wine reports that it has created a link, and has not.
  if (!lstatSync(at, { throwIfNoEntry: false }))
    return 'is a symbolic link, which the system does not create';
  return leadsToFolder(at) ? 'is a symbolic link to a folder, which Nx on Windows breaks' : undefined;
}

function leadsToFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false; // it leads nowhere, or in circles
  }
}
