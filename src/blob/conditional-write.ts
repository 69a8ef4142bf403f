import { isKept, readFailure } from './azure-errors.js';
import type { BlobMetadata } from './blob-store.js';

/** The headers of a request that makes a blob: a new one, or in the place of exactly the one with that ETag. */
export function conditionalHeaders(
  metadata: BlobMetadata,
  replacing: string | undefined,
): Record<string, string> {
  const named = Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value] as const);
  const condition = replacing === undefined ? { 'if-none-match': '*' } : { 'if-match': replacing };
  return { ...condition, ...Object.fromEntries(named) };
}

/**
 * Azure's ways to say that somebody else was first. `InvalidBlockList`: another run committed the same artifact
 * meanwhile, and with that our blocks were dropped.
 */
const presentCodes = new Set(['BlobAlreadyExists', 'ConditionNotMet', 'InvalidBlockList']);
/** It is there and must stay; to replace it was the wish, so that it is a refusal then. */
const mayNotBeReplaced = (code: string) => code === 'UnauthorizedBlobOverwrite' || isKept(code);

/** Whether the request made the blob; false when there was one, or another one than was to be replaced. */
export async function unlessPresent(
  request: Promise<unknown>,
  replacing: string | undefined,
): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    const code = readFailure(error).code ?? '';
    if (presentCodes.has(code) || (replacing === undefined && mayNotBeReplaced(code))) return false;
    throw error;
  }
}
