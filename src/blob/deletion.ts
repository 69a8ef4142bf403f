import { findRule, isKept } from './azure-errors.js';
import type { Deletion, ListedBlob } from './inventory.js';

/** The header by which only that blob is deleted, and not the one that another run has stored in its place. */
export const conditionOf = ({ etag }: ListedBlob) => ({ 'if-match': etag });

const byCode: Readonly<Record<string, Deletion>> = {
  BlobNotFound: 'changed',
  ConditionNotMet: 'changed',
  SnapshotsPresent: 'protected',
};

/** What an answer to the deletion of a blob says of it; undefined for a failure that says as much of all others. */
export function deletionOf({
  statusCode = 0,
  code = '',
}: {
  readonly statusCode?: number | undefined;
  readonly code?: string | undefined;
}): Deletion | undefined {
  if (statusCode >= 200 && statusCode < 300) return 'deleted';
  if (isKept(code)) return 'protected';
  if (Object.hasOwn(byCode, code)) return byCode[code];
  return code !== '' && isOfOneBlob(statusCode, code) ? 'refused' : undefined;
}

/** A code that nobody knows is taken for the blob's: what has been deleted counts, and the others get their turn. */
function isOfOneBlob(statusCode: number, code: string): boolean {
  const { retryable, concerns } = findRule({ statusCode, code }, 'delete');
  return !retryable && (concerns === 'blob' || concerns === 'unsure');
}
