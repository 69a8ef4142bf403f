import type { Comparison } from '../report/compare.mjs';
import { floors, isOurs } from '../subjects/subject.mjs';

export interface Verdict {
  readonly goal: string;
  readonly met: 'met' | 'not met' | 'not measured';
  readonly figures: string;
}

/** A goal: it judges a benchmark by its figures. */
export type Goal = (comparisons: readonly Comparison[]) => Verdict;

/** Each figure decides on its own whether it is good enough; a goal is met when all figures are. */
export function verdict(
  goal: string,
  figures: readonly { readonly good: boolean; readonly text: string }[],
): Verdict {
  if (figures.length === 0) return { goal, met: 'not measured', figures: 'not in this run' };
  const met = figures.every(({ good }) => good) ? 'met' : 'not met';
  return { goal, met, figures: figures.map(({ text }) => text).join('; ') };
}

export const ours = 'nx-azure-cache (Nx 24, Node 24)';
const noPeers = new Set<string>(Object.values(floors));
export const isPeer = ({ subject, isLimit }: Comparison) =>
  !isLimit && !noPeers.has(subject) && !isOurs(subject);
export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
