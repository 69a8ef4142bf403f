import type { Comparison } from '../report/compare.mjs';
import { cold, localHits, throughput, warmHome, warmRegion } from './against-limits.mjs';
import { processor, thirdOfBest } from './against-peers.mjs';
import { growth, memory } from './growing.mjs';
import { signIn } from './signing-in.mjs';
import type { Verdict } from './verdict.mjs';

const goals = [
  cold,
  warmRegion,
  warmHome,
  thirdOfBest,
  throughput,
  processor,
  memory,
  growth,
  localHits,
  signIn,
];

/** Judges one benchmark by every goal. */
export const judge = (comparisons: readonly Comparison[]): Verdict[] =>
  goals.map((goal) => goal(comparisons));
