import type { ListedBlob } from '../../blob/blob-inventory.js';
import type { OpenContainer } from '../container/workspace.js';
import type { Selection } from './criteria.js';

/** A blob that may be deleted. */
export interface Candidate {
  readonly kind: 'artifact' | 'record';
  readonly blob: ListedBlob;
  /** ms since 1970 */
  readonly time: number;
}

/** Pages of all that may be deleted in a container, always in the same order. */
export async function* listCandidates(
  { inventory }: OpenContainer,
  { folders, kindOf, timeOf }: Selection,
): AsyncGenerator<readonly Candidate[]> {
  for (const prefix of folders) {
    for await (const page of inventory.list({ prefix })) {
      yield page.flatMap((blob) => {
        const kind = kindOf(blob);
        return kind === undefined ? [] : [{ kind, blob, time: timeOf(blob) }];
      });
    }
  }
}
