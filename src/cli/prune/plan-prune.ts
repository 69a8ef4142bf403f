import { addBlob, noBlobs, type BlobCount } from '../shared/blobs.js';
import type { OpenContainer } from '../shared/workspace.js';
import type { Candidate, Selection } from './selection.js';

/** What is to be deleted. */
export interface PrunePlan {
  readonly limit: Limit;
  readonly toDelete: BlobCount;
  readonly kept: BlobCount;
  /** how many blobs of `toDelete` are records of runs */
  readonly records: number;
}

/** The age limit: everything from before a moment, and the first few artifacts of that very moment. */
export interface Limit {
  /** for all blobs, ms since 1970 */
  readonly expired: number;
  /** for artifacts, ms since 1970 */
  readonly before: number;
  readonly atMoment: number;
}

/**
 * Lists the candidates. Keeps two numbers of each artifact, and only for `maxSize`: blobs are listed again when they are
 * deleted, so that millions of names need no memory.
 *
 * @throws Error for `by: 'access'` if the account does not track when blobs are read
 */
export async function planPrune(
  containers: readonly OpenContainer[],
  { criteria, list }: Selection,
  now: number,
): Promise<PrunePlan> {
  const { olderThan, maxSize, by } = criteria;
  const before = olderThan === undefined ? -Infinity : now - olderThan;
  const seen: Seen = { expired: noBlobs(), records: 0, kept: noBlobs(), times: [], sizes: [] };
  let tracked = false;
  for (const container of containers) {
    for await (const page of list(container)) {
      for (const candidate of page) addCandidate(seen, candidate, before, maxSize !== undefined);
      tracked ||= page.some(({ blob }) => blob.accessed !== undefined);
    }
  }
  const { expired, records, kept } = seen;
  if (by === 'access' && !tracked && expired.count + kept.count > 0) throw new Error(notTracked);
  const excess = maxSize === undefined ? 0 : kept.bytes - maxSize;
  const { limit, taken } = findLimit({ ...seen, excess, before });
  return {
    limit,
    records,
    toDelete: { count: expired.count + taken.count, bytes: expired.bytes + taken.bytes },
    kept: { count: kept.count - taken.count, bytes: kept.bytes - taken.bytes },
  };
}

const notTracked =
  'this storage account does not track when blobs are read: enable it (az storage account blob-service-properties update --account-name <account> --enable-last-access-tracking true) and wait for your builds to read, or use --by modified';

interface Seen {
  readonly expired: BlobCount;
  records: number;
  readonly kept: BlobCount;
  readonly times: number[];
  readonly sizes: number[];
}

function addCandidate(seen: Seen, { kind, blob, time }: Candidate, before: number, sized: boolean): void {
  const isExpired = time < before;
  if (isExpired) addBlob(seen.expired, blob.size);
  if (isExpired && kind === 'record') seen.records += 1;
  if (isExpired || kind === 'record') return;
  addBlob(seen.kept, blob.size);
  if (!sized) return;
  seen.times.push(time);
  seen.sizes.push(blob.size);
}

interface Ages {
  /** of each artifact that has not expired, in the order of the list */
  readonly times: readonly number[];
  readonly sizes: readonly number[];
  /** bytes above the maximum */
  readonly excess: number;
  /** everything from before this moment has expired */
  readonly before: number;
}

/** Takes the oldest artifacts until the rest fits. Azure keeps times by the second, in which many may have been stored. */
export function findLimit({ times, sizes, excess, before }: Ages): { limit: Limit; taken: BlobCount } {
  const taken = noBlobs();
  let limit = { expired: before, before, atMoment: 0 };
  if (excess <= 0) return { limit, taken };
  const oldestFirst = Uint32Array.from(times.keys()).sort(
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b,
  );
  for (const index of oldestFirst) {
    if (taken.bytes >= excess) break;
    const time = times[index] ?? 0;
    addBlob(taken, sizes[index] ?? 0);
    limit = { ...limit, before: time, atMoment: time === limit.before ? limit.atMoment + 1 : 1 };
  }
  return { limit, taken };
}
