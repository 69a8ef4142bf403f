import { isNativeError } from 'node:util/types';

import { ArchiveError } from '../errors.js';

/** What an `ArchiveError` names when it concerns no single entry. */
export const wholeArchive = 'archive';

/** An error of the system as one about an entry. It keeps the system's code, so that a full disk is not taken for damage. */
export function failure(entry: string, what: string, cause: unknown): ArchiveError {
  return cause instanceof ArchiveError
    ? cause
    : new ArchiveError(entry, `${what} (${codeOf(cause)})`, { cause });
}

/** e.g. `ENOENT` */
export function codeOf(cause: unknown): string {
  if (!isNativeError(cause)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
