import { lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Entry } from './entry.js';
import { codeOf } from './failure.js';

/** What file systems say of a name that they cannot hold, or of a path that is too long below the cache directory (open(2), mkdir(2)). */
const OF_NAMES = new Set(['EILSEQ', 'EINVAL', 'ENAMETOOLONG']);
/** No right to make links on Windows, a file system without links elsewhere (symlink(2)). */
const OF_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * Why the file system cannot hold the entry that was to be made at `at`, as a clause about it. Undefined
 * for errors that say nothing of the entry, such as a full disk.
 */
export function refusalOf({ type }: Pick<Entry, 'type'>, at: string, cause: unknown): string | undefined {
  const code = codeOf(cause);
  if (OF_NAMES.has(code)) return `has a name or a path that the file system refuses (${code})`;
  if (type === 'symlink' && OF_LINKS.has(code))
    return `is a symbolic link, which cannot be made here (${code}); on Windows, Developer Mode allows it`;
  const other = code === 'EEXIST' ? otherNameOf(at) : undefined;
  return other === undefined ? undefined : isOneWith(other);
}

/** Told of the second of two names that the file system takes for one. */
export const isOneWith = (other: string) =>
  `differs from ${JSON.stringify(other)} beside it only in case or Unicode normal form, and is the same name here`;

/** The name with which it was made, if it is another one. */
function otherNameOf(at: string): string | undefined {
  const folder = dirname(at);
  const { ino } = lstatSync(at, { bigint: true });
  return readdirSync(folder).find(
    (name) => name !== basename(at) && lstatSync(join(folder, name), { bigint: true }).ino === ino,
  );
}
