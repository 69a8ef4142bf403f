import type { Ended, ListedBlob, Deletion as Outcome } from '../../blob/blob-inventory.js';
import { addBlob, noBlobs, type BlobCount } from '../shared/blobs.js';
import type { OpenContainer } from '../shared/workspace.js';
import type { Limit } from './plan-prune.js';
import type { Candidate, Selection } from './selection.js';

/** Blobs per request: at first, and Azure's maximum. */
const batch = { first: 32, largest: 256 };
/** ms; a request that takes longer is followed by a smaller one, so that builds do not have to wait */
const brief = 500;

/** What has been deleted so far. */
export interface Done extends Readonly<Record<Outcome, BlobCount>> {
  /** the first blobs that Azure refused to delete, for a reason that is not known here */
  readonly refusals: readonly { readonly name: string; readonly code: string }[];
}

/** More of them are not named. */
const maxRefusals = 5;

/** The deletion of everything that a plan selects. */
export interface Deletion {
  readonly done: Done;
  /**
   * Sends one request at a time, because builds come first. An interruption ends it between two requests.
   *
   * @param show called after each request
   * @throws CacheError
   */
  readonly deleteAll: (interrupted: AbortSignal, show: (done: Done) => void) => Promise<void>;
}

/** A blob that was stored or replaced since the plan was made is newer than its limit, or another blob, and is kept. */
export function createDeletion(
  containers: readonly OpenContainer[],
  { selection, limit, clock }: { selection: Selection; limit: Limit; clock: () => number },
): Deletion {
  const refusals: { name: string; code: string }[] = [];
  const counts = { deleted: noBlobs(), changed: noBlobs(), protected: noBlobs(), refused: noBlobs() };
  const done = { ...counts, refusals };
  const count: Ended = ({ name, size }, outcome, code = '') => {
    addBlob(counts[outcome], size);
    if (outcome === 'refused' && refusals.length < maxRefusals) refusals.push({ name, code });
  };
  const isOld = createAgeFilter(limit);
  return {
    done,
    deleteAll: async (interrupted, show) => {
      let size = batch.first;
      for (const container of containers) {
        const toDelete = filter(selection.list(container), isOld, interrupted);
        for await (const blobs of toBatches(toDelete, () => size)) {
          if (interrupted.aborted) return;
          const begun = clock();
          await container.inventory.delete(blobs, count);
          const isSlow = clock() - begun > brief;
          size = isSlow ? Math.max(1, Math.floor(size / 2)) : Math.min(batch.largest, size * 2);
          show(done);
        }
      }
    },
  };
}

/** For each candidate once, in the order of the list. */
function createAgeFilter({ expired, before, atMoment }: Limit): (candidate: Candidate) => boolean {
  let left = atMoment;
  return ({ kind, time }) => {
    if (kind === 'record') return time < expired;
    if (time !== before) return time < before;
    left -= 1;
    return left >= 0;
  };
}

async function* filter(
  pages: AsyncIterable<readonly Candidate[]>,
  isOld: (candidate: Candidate) => boolean,
  interrupted: AbortSignal,
): AsyncGenerator<ListedBlob> {
  for await (const page of pages) {
    for (const candidate of page) {
      if (interrupted.aborted) return;
      if (isOld(candidate)) yield candidate.blob;
    }
  }
}

/** @param size of the next batch */
async function* toBatches(
  blobs: AsyncIterable<ListedBlob>,
  size: () => number,
): AsyncGenerator<readonly ListedBlob[]> {
  let next: ListedBlob[] = [];
  for await (const blob of blobs) {
    next.push(blob);
    if (next.length < size()) continue;
    yield next;
    next = [];
  }
  if (next.length > 0) yield next;
}
