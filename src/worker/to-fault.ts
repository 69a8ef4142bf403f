import { outputsName } from '../archive/entry.js';
import { ArchiveError, CacheError, type Concern } from '../errors.js';
import type { Fault } from './protocol.js';

/** What the user is told of anything thrown. */
export function toFault(error: unknown, operation: 'retrieve' | 'store'): Fault {
  if (error instanceof CacheError)
    return { kind: error.kind, message: error.message, expected: error.expected };
  return { ...describe(error, operation), expected: false };
}

/** What it says of the requests to come; what did not come from a request says nothing. */
export const concernOf = (error: unknown): Concern => (error instanceof CacheError ? error.concerns : 'blob');

function describe(error: unknown, operation: 'retrieve' | 'store'): Pick<Fault, 'kind' | 'message'> {
  if (error instanceof ArchiveError && error.unportable)
    return { kind: 'unportable', message: describeUnportable(error) };
  const what = operation === 'store' ? 'an artifact was not stored' : 'an artifact was not restored';
  const disk = systemCode(error);
  if (operation === 'retrieve' && disk !== undefined) {
    return { kind: 'disk', message: `${what}: the local cache directory could not be written (${disk})` };
  }
  if (operation === 'store' && disk === 'ENOENT') return { kind: 'archive', message: `${what}: ${vanished}` };
  if (error instanceof ArchiveError) {
    return { kind: operation === 'store' ? 'archive' : 'damaged', message: `${what}: ${error.message}` };
  }
  if (disk !== undefined)
    return { kind: 'disk', message: `${what}: the local cache could not be read (${disk})` };
  return { kind: 'internal', message: `${what}, a defect of nx-azure-cache: ${String(error)}` };
}

/** The path as the user knows it; how many artifacts are concerned is for the end of the run to say. */
const describeUnportable = ({ entry, reason }: ArchiveError) =>
  `this system cannot hold outputs such as ${JSON.stringify(entry.slice(outputsName.length + 1))} (it ${reason})`;

const vanished =
  'its files were gone from the local cache before they were read; Nx removes them at once where maxCacheSize in nx.json (or NX_MAX_CACHE_SIZE) is smaller than what a run makes, and so do "nx reset" and a cleaned folder';

/** `ENOSPC`, `EACCES`, … of what the file system threw, itself or as the cause. */
function systemCode(error: unknown): string | undefined {
  const { syscall, code, cause } = Object(error) as { syscall?: string; code?: string; cause?: unknown };
  if (syscall !== undefined) return code;
  return cause === undefined ? undefined : systemCode(cause);
}
