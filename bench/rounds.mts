import { createRandom, shuffle } from '../test/support/random.js';

interface Turns<T> {
  readonly subjects: readonly T[];
  readonly rounds: number;
  readonly seed: number;
}

/** A B C, B C A, …: every subject once a round, each round in another order, the same on every machine. */
export function* takeTurns<T>({
  subjects,
  rounds,
  seed,
}: Turns<T>): Generator<{ subject: T; round: number }> {
  const random = createRandom(seed);
  for (let round = 1; round <= rounds; round++) {
    for (const subject of shuffle(subjects, random)) yield { subject, round };
  }
}
