import { ArchiveError } from '../errors.js';
import type { Entry } from './entry.js';

const longestSegment = 255;
const longestPath = 4096;
const drive = /^[a-z]:/i;
/** A lone surrogate has no UTF-8, and U+FFFD stands for bytes that are not UTF-8: both lose the name. */
const notUnicode = /[\p{Cs}\uFFFD]/u;

/**
 * Throws unless `path` is relative, stays below its start, and means exactly one file. The rules are the same on every
 * system, so that an artifact is damaged everywhere or nowhere; what a single system cannot hold is checked by
 * `unpack/portability.ts`.
 */
export function assertEntryPath(path: string): void {
  const reason = pathFlaw(path) ?? firstFlaw(path.split('/'));
  if (reason !== undefined) throw new ArchiveError(path, reason);
}

/**
 * Throws unless the link stays inside `outputs/`, whatever else the archive contains. A `..` is accepted only at the
 * start: after a name, the path may go through another link, and `link/../..` leads anywhere. The target need not exist.
 */
export function assertLinkTarget({ path, target }: Pick<Entry, 'path' | 'target'>): void {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const up = steps.findIndex((step) => step !== '..');
  const names = up === -1 ? [] : steps.slice(up);
  const reason = pathFlaw(target) ?? climbs(path, steps.length - names.length) ?? firstFlaw(names);
  if (reason !== undefined)
    throw new ArchiveError(path, `links to ${JSON.stringify(target)}, which ${reason}`);
}

/** What is wrong with the path as a whole. */
function pathFlaw(path: string): string | undefined {
  if (path === '') return 'has no name';
  if (path.startsWith('/') || drive.test(path)) return 'is absolute';
  if (path.includes('\0')) return 'has a NUL in its name';
  if (notUnicode.test(path)) return 'has a name that is not valid Unicode';
  if (Buffer.byteLength(path) > longestPath) return `is longer than ${longestPath} bytes`;
  return undefined;
}

/** What is wrong with the first bad segment. */
function firstFlaw(segments: readonly string[]): string | undefined {
  for (const segment of segments) {
    const flaw = segmentFlaw(segment);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function segmentFlaw(segment: string): string | undefined {
  if (segment === '' || segment === '.') return 'is not in normal form';
  if (segment === '..') return 'leaves the output folder';
  if (Buffer.byteLength(segment) > longestSegment) return `has a name longer than ${longestSegment} bytes`;
  return undefined;
}

/** `outputs/a/b` may go up once: `outputs` and the link's own name don't count. */
function climbs(path: string, up: number): string | undefined {
  return up > path.split('/').length - 2 ? 'leaves the output folder' : undefined;
}
