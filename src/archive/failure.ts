import { isNativeError } from 'node:util/types';
import { ArchiveError } from '../errors.js';

/** Names the system's own code, so that a full disk is not taken for a broken archive. */
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
