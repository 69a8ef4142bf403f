import type { OpenContainer } from '../container/workspace.js';
import { add, emptyTally, type Tally } from '../stats/tally.js';
import { listCandidates, type Candidate } from './candidates.js';
import type { Selection } from './criteria.js';
import { findLimit, type Limit } from './limit.js';

/** What is to be deleted: all that is older than a moment. */
export interface Plan {
  readonly limit: Limit;
  readonly doomed: Tally;
  readonly kept: Tally;
  /** of `doomed`, how many are records of runs */
  readonly records: number;
}

/**
 * Looks at all that may be deleted. Keeps two numbers of each artifact, and only for `maxSize`: what is to go is listed
 * once more when it goes, so that millions of names need not be remembered.
 *
 * @throws Error when ages are asked for that the account does not keep
 */
export async function planPrune(
  containers: readonly OpenContainer[],
  selection: Selection,
  now: number,
): Promise<Plan> {
  const { olderThan, maxSize, by } = selection.criteria;
  const before = olderThan === undefined ? -Infinity : now - olderThan;
  const seen = {
    expired: emptyTally(),
    records: 0,
    kept: emptyTally(),
    times: [] as number[],
    sizes: [] as number[],
  };
  let tracked = false;
  for (const container of containers) {
    for await (const page of listCandidates(container, selection)) {
      for (const candidate of page) note(seen, candidate, before, maxSize !== undefined);
      tracked ||= page.some(({ blob }) => blob.accessed !== undefined);
    }
  }
  const isEmpty = seen.expired.count + seen.kept.count === 0;
  if (by === 'access' && !tracked && !isEmpty) throw new Error(notTracked);
  return toPlan(seen, { before, maxSize });
}

interface Seen {
  readonly expired: Tally;
  records: number;
  readonly kept: Tally;
  readonly times: number[];
  readonly sizes: number[];
}

function note(seen: Seen, { kind, blob, time }: Candidate, before: number, sized: boolean): void {
  const isExpired = time < before;
  if (isExpired) add(seen.expired, blob.size);
  if (isExpired && kind === 'record') seen.records += 1;
  if (isExpired || kind === 'record') return;
  add(seen.kept, blob.size);
  if (!sized) return;
  seen.times.push(time);
  seen.sizes.push(blob.size);
}

function toPlan(
  { expired, records, kept, times, sizes }: Seen,
  { before, maxSize }: { before: number; maxSize: number | undefined },
): Plan {
  const excess = maxSize === undefined ? 0 : kept.bytes - maxSize;
  const { limit, taken } = findLimit({ times, sizes, excess, before });
  return {
    ...{ limit, records },
    doomed: { count: expired.count + taken.count, bytes: expired.bytes + taken.bytes },
    kept: { count: kept.count - taken.count, bytes: kept.bytes - taken.bytes },
  };
}

const notTracked =
  'this account does not keep when blobs are read: switch that on (az storage account blob-service-properties update --enable-last-access-tracking true) and wait for your builds to read, or use --by modified';
