import { add, emptyTally, type Tally } from '../stats/tally.js';

/** Where the old ends: all from before that moment goes, and of that very moment the first few artifacts. */
export interface Limit {
  /** Of everything; ms since 1970. */
  readonly expired: number;
  /** Of artifacts; ms since 1970. */
  readonly before: number;
  readonly atMoment: number;
}

interface Ages {
  /** of each artifact that is not expired, in the order of the list */
  readonly times: readonly number[];
  readonly sizes: readonly number[];
  /** bytes that are too many; none when negative */
  readonly excess: number;
  /** all from before has expired */
  readonly before: number;
}

/** Takes the oldest until nothing is too much. Azure keeps times by the second, in which many may have been stored. */
export function findLimit({ times, sizes, excess, before }: Ages): { limit: Limit; taken: Tally } {
  const taken = emptyTally();
  let limit = { expired: before, before, atMoment: 0 };
  if (excess <= 0) return { limit, taken };
  const oldestFirst = Uint32Array.from(times.keys()).sort(
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b,
  );
  for (const index of oldestFirst) {
    if (taken.bytes >= excess) break;
    const time = times[index] ?? 0;
    add(taken, sizes[index] ?? 0);
    limit = { ...limit, before: time, atMoment: time === limit.before ? limit.atMoment + 1 : 1 };
  }
  return { limit, taken };
}
