import { recordFolder } from '../../blob/blob-name.js';
import type { ListedBlob } from '../../blob/blob-inventory.js';
import { toEntry } from '../container/entry.js';
import { folderOf, matchesScope } from '../container/scope-pattern.js';

/** What may go. */
export interface Criteria {
  /** ms */
  readonly olderThan: number | undefined;
  /** bytes that may be left */
  readonly maxSize: number | undefined;
  readonly scope: string | undefined;
  readonly by: 'modified' | 'access';
}

/** Which blobs are looked at, and how. */
export interface Selection {
  readonly criteria: Criteria;
  /** what the names of all candidates begin with */
  readonly folders: readonly string[];
  /** undefined: it stays, whatever its age */
  readonly kindOf: (blob: ListedBlob) => 'artifact' | 'record' | undefined;
  /** by which a blob is old or new, ms since 1970 */
  readonly timeOf: (blob: ListedBlob) => number;
}

/** Records of runs are of no scope, and go by age alone. */
export function createSelection(criteria: Criteria, prefix: string): Selection {
  const { scope, olderThan, by } = criteria;
  const withRecords = scope === undefined && olderThan !== undefined;
  return {
    criteria,
    folders: [folderOf(scope, prefix), ...(withRecords ? [recordFolder(prefix)] : [])],
    kindOf: (blob) => {
      const entry = toEntry(blob, prefix);
      if (entry.kind === 'record') return withRecords ? 'record' : undefined;
      return entry.kind === 'artifact' && matchesScope(scope, entry.scope) ? 'artifact' : undefined;
    },
    timeOf: ({ modified, accessed }) => (by === 'access' ? Math.max(modified, accessed ?? 0) : modified),
  };
}
