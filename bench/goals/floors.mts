import type { Comparison } from '../report/compare.mjs';
import { floors } from '../subjects/subject.mjs';

/** A figure of this package, and the same figure of the floors: of Nx itself, and of the bare work on one thread of Node. */
export function besideFloors(
  all: readonly Comparison[],
  own: Comparison,
  figure: (one: Comparison) => string,
): string {
  const isBeside = ({ section, place, phase, family }: Comparison) =>
    section === own.section && place === own.place && phase === own.phase && family === own.family;
  const beside = all.filter(isBeside);
  const least = Object.values(floors).flatMap((floor) =>
    beside.filter(({ subject }) => subject === floor).map((one) => `${floor}: ${figure(one)}`),
  );
  return `${figure(own)}${least.length > 0 ? ` (${least.join('; ')})` : ''}`;
}
