import type { Deletion, ListedBlob } from './inventory.js';
import { isKept } from './kept.js';

/** The header by which only that blob is deleted, and not the one that another run has stored in its place. */
export const conditionOf = ({ etag }: ListedBlob) => ({ 'if-match': etag });

const byCode: Readonly<Record<string, Deletion>> = {
  BlobNotFound: 'changed',
  ConditionNotMet: 'changed',
  SnapshotsPresent: 'protected',
};

/** What an answer to the deletion of a blob says of it; undefined when it is a failure. */
export function deletionOf({
  statusCode = 0,
  code = '',
}: {
  readonly statusCode?: number | undefined;
  readonly code?: string | undefined;
}): Deletion | undefined {
  if (statusCode >= 200 && statusCode < 300) return 'deleted';
  if (isKept(code)) return 'protected';
  return Object.hasOwn(byCode, code) ? byCode[code] : undefined;
}
