import type { Entry } from './entry.js';

/** Windows opens the device for these, whatever the folder and the extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;
const RESERVED = '<>:"|?*\\';

/**
 * Why the system cannot hold an entry that is acceptable as such, as a clause about it. Undefined where
 * nothing speaks against it; the file system has the last word (refusal.ts).
 */
export function portabilityFlaw(
  { path, target }: Pick<Entry, 'path' | 'target'>,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return undefined;
  const ofTarget = firstWindowsFlaw(target);
  return firstWindowsFlaw(path) ?? (ofTarget && `is a link to ${JSON.stringify(target)}, which ${ofTarget}`);
}

/** Of the names in a path; its steps `.` and `..` are none. */
function firstWindowsFlaw(path: string): string | undefined {
  const names = path.split('/').filter((step) => step !== '.' && step !== '..');
  return names.map(windowsFlaw).find((flaw) => flaw !== undefined);
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions */
function windowsFlaw(name: string): string | undefined {
  const reserved = Array.from(name).find((character) => character < ' ' || RESERVED.includes(character));
  if (reserved !== undefined)
    return `has ${JSON.stringify(reserved)} in a name, which Windows does not allow`;
  if (/[. ]$/.test(name)) return 'has a name that ends with a dot or a space, which Windows drops';
  if (DEVICE.test(name)) return 'has the name of a device on Windows';
  return undefined;
}
