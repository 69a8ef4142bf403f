import { readFailure } from './azure-errors.js';
import type { BlobMetadata } from './blob-store.js';

/** The headers of a request that makes a blob, and never replaces one. */
export function createOnlyHeaders(metadata: BlobMetadata): Record<string, string> {
  const named = Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value] as const);
  return { 'if-none-match': '*', ...Object.fromEntries(named) };
}

/**
 * Azure's ways to say that the blob is there. `InvalidBlockList`: another run committed the same artifact meanwhile,
 * and with that our blocks were dropped. `UnauthorizedBlobOverwrite`: a SAS that may only create.
 */
const presentCodes = new Set([
  'BlobAlreadyExists',
  'ConditionNotMet',
  'InvalidBlockList',
  'UnauthorizedBlobOverwrite',
  'BlobImmutableDueToPolicy',
]);

/** Whether the request made the blob; false when there was one. */
export async function unlessPresent(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (presentCodes.has(readFailure(error).code ?? '')) return false;
    throw error;
  }
}
