/** How many blobs, and how much is in them. */
export interface Tally {
  count: number;
  bytes: number;
}

export const emptyTally = (): Tally => ({ count: 0, bytes: 0 });

/** Counts a blob of so many bytes. */
export function add(tally: Tally, bytes: number): void {
  tally.count += 1;
  tally.bytes += bytes;
}

/** All of them together. */
export const sum = (tallies: readonly Tally[]): Tally => ({
  count: tallies.reduce((total, { count }) => total + count, 0),
  bytes: tallies.reduce((total, { bytes }) => total + bytes, 0),
});
