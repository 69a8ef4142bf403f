import type { ListedBlob } from '../../blob/blob-inventory.js';
import { recordFolder } from '../../blob/blob-name.js';
import { classifyBlob, folderOf, matchesScope } from '../shared/blobs.js';
import type { OpenContainer } from '../shared/workspace.js';

/** Which blobs may be deleted. */
export interface Criteria {
  /** ms */
  readonly olderThan?: number | undefined;
  /** bytes that may stay */
  readonly maxSize?: number | undefined;
  readonly scope?: string | undefined;
  readonly by: 'modified' | 'access';
}

/** A blob that may be deleted. */
export interface Candidate {
  readonly kind: 'artifact' | 'record';
  readonly blob: ListedBlob;
  /** decides whether it is old, ms since 1970 */
  readonly time: number;
}

/** The candidates of a workspace. */
export interface Selection {
  readonly criteria: Criteria;
  /** Lists the candidates in a container, page by page, always in the same order. */
  readonly list: (container: OpenContainer) => AsyncIterable<readonly Candidate[]>;
}

/** Records of runs belong to no scope, and are deleted by age only. */
export function createSelection(criteria: Criteria, prefix: string): Selection {
  const { scope, olderThan, by } = criteria;
  const withRecords = scope === undefined && olderThan !== undefined;
  const folders = [folderOf(scope, prefix), ...(withRecords ? [recordFolder(prefix)] : [])];
  const timeOf = ({ modified, accessed = 0 }: ListedBlob) =>
    by === 'access' ? Math.max(modified, accessed) : modified;
  const toCandidates = (blob: ListedBlob): Candidate[] => {
    const found = classifyBlob(blob, prefix);
    const isSelected = found.kind === 'artifact' ? matchesScope(scope, found.scope) : withRecords;
    if (found.kind === 'foreign' || !isSelected) return [];
    return [{ kind: found.kind, blob, time: timeOf(blob) }];
  };
  return {
    criteria,
    async *list({ inventory }) {
      for (const folder of folders)
        for await (const page of inventory.list({ prefix: folder })) yield page.flatMap(toCandidates);
    },
  };
}
