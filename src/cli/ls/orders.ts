import type { ListedBlob } from '../../blob/blob-inventory.js';

type Compare = (a: ListedBlob, b: ListedBlob) => number;

/** The orders of a list; `name` is the container's own. */
export const orders = {
  newest: (a, b) => b.modified - a.modified,
  oldest: (a, b) => a.modified - b.modified,
  largest: (a, b) => b.size - a.size,
  name: undefined,
} as const satisfies Record<string, Compare | undefined>;

export type Order = keyof typeof orders;
