import { ArchiveError, CacheError } from '../errors.js';
import type { Fault } from './protocol.js';

/** What the user is told of anything thrown. */
export function toFault(error: unknown, operation: 'retrieve' | 'store'): Fault {
  if (error instanceof CacheError) return { kind: error.kind, message: error.message, quiet: error.quiet };
  return { ...describe(error, operation), quiet: false };
}

function describe(error: unknown, operation: 'retrieve' | 'store'): Pick<Fault, 'kind' | 'message'> {
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

const vanished =
  'its files were gone from the local cache before they were read; Nx removes them at once where maxCacheSize in nx.json (or NX_MAX_CACHE_SIZE) is smaller than what a run makes, and so do "nx reset" and a cleaned folder';

/** `ENOSPC`, `EACCES`, … of what the file system threw, itself or as the cause. */
function systemCode(error: unknown): string | undefined {
  const { syscall, code, cause } = Object(error) as { syscall?: string; code?: string; cause?: unknown };
  if (syscall !== undefined) return code;
  return cause === undefined ? undefined : systemCode(cause);
}
