import { ArchiveError } from '../errors.js';

const LONGEST_SEGMENT = 255;
const LONGEST_PATH = 4096;
const DRIVE = /^[a-z]:/i;
/** A lone surrogate has no UTF-8, and U+FFFD is what stands for bytes that are no UTF-8: both lose the name. */
const NOT_UNICODE = /[\p{Cs}\uFFFD]/u;

/**
 * Throws unless `path` is relative, stays below where it starts, and means one file and nothing else. The rules are
 * those of every system, so that an artifact is damaged everywhere or nowhere; what one system cannot hold is
 * the matter of portability.ts.
 */
export function assertEntryPath(path: string): void {
  const reason = pathFlaw(path) ?? firstFlaw(path.split('/'));
  if (reason !== undefined) throw new ArchiveError(path, reason);
}

/** What is wrong with the path as a whole, if anything. */
export function pathFlaw(path: string): string | undefined {
  if (path === '') return 'has no name';
  if (path.startsWith('/') || DRIVE.test(path)) return 'is absolute';
  if (path.includes('\0')) return 'has a NUL in its name';
  if (NOT_UNICODE.test(path)) return 'has a name that is not valid Unicode';
  if (Buffer.byteLength(path) > LONGEST_PATH) return `is longer than ${LONGEST_PATH} bytes`;
  return undefined;
}

/** What is wrong with the first bad segment, if there is one. */
export function firstFlaw(segments: readonly string[]): string | undefined {
  for (const segment of segments) {
    const flaw = segmentFlaw(segment);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function segmentFlaw(segment: string): string | undefined {
  if (segment === '' || segment === '.') return 'is not in normal form';
  if (segment === '..') return 'leaves the output folder';
  if (Buffer.byteLength(segment) > LONGEST_SEGMENT) return `has a name longer than ${LONGEST_SEGMENT} bytes`;
  return undefined;
}
