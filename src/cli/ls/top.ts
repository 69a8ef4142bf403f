/** The first few of very many in some order; keeps twice as many at most. */
export interface Top<T> {
  add(items: readonly T[]): void;
  take(): readonly T[];
}

export function createTop<T>(limit: number, compare: (a: T, b: T) => number): Top<T> {
  let kept: T[] = [];
  const trim = () => {
    kept = kept.sort(compare).slice(0, limit);
  };
  return {
    add: (items) => {
      for (const item of items) {
        kept.push(item);
        if (kept.length >= 2 * limit) trim();
      }
    },
    take: () => {
      trim();
      return kept;
    },
  };
}
