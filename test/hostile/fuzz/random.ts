import { createRandom } from '../../support/random.js';

/** Everything that is left to chance in one case. */
export interface Random {
  /** A whole number, at least 0 and less than `limit`. */
  below(limit: number): number;
  /** Whether an event of this probability happens. */
  chance(probability: number): boolean;
  /** Picks one of the items; the list has at least one. */
  pick<const Items extends readonly unknown[]>(items: Items): Items[number];
  bytes(count: number): Buffer;
}

/** Each case has its own generator, so that it can be repeated without the earlier cases. */
export function createCaseRandom(seed: number, index: number): Random {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    below,
    chance: (probability) => random() < probability,
    pick: (items) => items[below(items.length)],
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}
