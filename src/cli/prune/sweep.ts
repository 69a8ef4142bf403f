import type { Deletion, Ended, ListedBlob } from '../../blob/blob-inventory.js';
import type { OpenContainer } from '../container/workspace.js';
import { add, emptyTally, type Tally } from '../stats/tally.js';
import { listCandidates, type Candidate } from './candidates.js';
import type { Selection } from './criteria.js';
import type { Limit } from './limit.js';

/** Blobs in a request: at first, and what Azure takes at most. */
const sizes = { first: 32, largest: 256 };
/** ms; a service that takes longer for a request gets smaller ones, so that builds need not wait for it */
const brief = 500;

/** What has been done, also while it goes on. */
export interface Done extends Readonly<Record<Deletion, Tally>> {
  /** the first of those that were refused */
  readonly refusals: readonly Refusal[];
}

/** A blob that stays for a reason that is not known here. */
export interface Refusal {
  readonly name: string;
  /** Azure's */
  readonly code: string;
}

/** Of refusals; more say no more. */
const named = 5;

/** The deletion of all that a plan has doomed. */
export interface Sweep {
  readonly done: Done;
  /**
   * One request at a time: builds come first. Ends early, without half a batch, when it is interrupted.
   *
   * @param show told of what has been done, after each batch
   * @throws CacheError
   */
  run(interrupted: AbortSignal, show: (done: Done) => void): Promise<void>;
}

/** What was stored or replaced since the plan was made is newer than its limit, or another blob, and stays. */
export function createSweep(containers: readonly OpenContainer[], selection: Selection, limit: Limit): Sweep {
  const done = {
    ...{ deleted: emptyTally(), changed: emptyTally(), protected: emptyTally(), refused: emptyTally() },
    refusals: [] as Refusal[],
  };
  const note: Ended = ({ name, size }, deletion, code = '') => {
    add(done[deletion], size);
    if (deletion === 'refused' && done.refusals.length < named) done.refusals.push({ name, code });
  };
  const isDoomed = createJudge(limit);
  return {
    done,
    run: async (interrupted, show) => {
      let size = sizes.first;
      for (const container of containers) {
        const doomed = doomedOf(listCandidates(container, selection), isDoomed, interrupted);
        for await (const blobs of toBatches(doomed, () => size)) {
          if (interrupted.aborted) return;
          const begun = performance.now();
          await container.inventory.delete(blobs, note);
          size = nextSize(size, performance.now() - begun);
          show(done);
        }
      }
    },
  };
}

/** To be asked about each candidate once, in the order of the list. */
function createJudge({ expired, before, atMoment }: Limit): (candidate: Candidate) => boolean {
  let left = atMoment;
  return ({ kind, time }) => {
    if (kind === 'record' || time !== before) return time < (kind === 'record' ? expired : before);
    left -= 1;
    return left >= 0;
  };
}

async function* doomedOf(
  pages: AsyncIterable<readonly Candidate[]>,
  isDoomed: (candidate: Candidate) => boolean,
  interrupted: AbortSignal,
): AsyncGenerator<ListedBlob> {
  for await (const page of pages) {
    for (const candidate of page) {
      if (interrupted.aborted) return;
      if (isDoomed(candidate)) yield candidate.blob;
    }
  }
}

/** @param size of the batch that comes next */
async function* toBatches(
  blobs: AsyncIterable<ListedBlob>,
  size: () => number,
): AsyncGenerator<readonly ListedBlob[]> {
  let batch: ListedBlob[] = [];
  for await (const blob of blobs) {
    batch.push(blob);
    if (batch.length < size()) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const nextSize = (size: number, ms: number) =>
  ms > brief ? Math.max(1, Math.floor(size / 2)) : Math.min(sizes.largest, size * 2);
