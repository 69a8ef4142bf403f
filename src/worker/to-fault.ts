import { outputsName } from '../archive/entry.js';
import { ArchiveError, CacheError, type Concern } from '../errors.js';
import type { Fault } from './protocol.js';

/** Translates an error to the fault that the user reads. */
export function toFault(error: unknown, operation: 'retrieve' | 'store'): Fault {
  if (error instanceof CacheError)
    return { kind: error.kind, message: error.message, expected: error.expected };
  return { ...describe(error, operation), expected: false };
}

/** Which other requests an error concerns; one that is not from a request concerns its blob alone. */
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
  return {
    kind: 'internal',
    message: `${what} because of an internal error in nx-azure-cache: ${String(error)}`,
  };
}

/** The path as the user knows it; the end of the run reports how many artifacts are concerned. */
const describeUnportable = ({ entry, reason }: ArchiveError) =>
  `this system cannot hold outputs such as ${JSON.stringify(entry.slice(outputsName.length + 1))} (it ${reason})`;

const vanished =
  'its files were removed from the local cache before they were read; Nx removes them when maxCacheSize in nx.json (or NX_MAX_CACHE_SIZE) is smaller than the outputs of a run, and so does "nx reset"';

/** `ENOSPC`, `EACCES`, … of what the file system threw, itself or as the cause. */
function systemCode(error: unknown): string | undefined {
  const { syscall, code, cause } = Object(error) as { syscall?: string; code?: string; cause?: unknown };
  if (syscall !== undefined) return code;
  return cause === undefined ? undefined : systemCode(cause);
}
