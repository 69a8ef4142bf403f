export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** The middle half lies between them. */
  readonly quartiles: readonly [lower: number, upper: number];
  readonly count: number;
}

/** Undefined for no values. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => quantile(sorted, part);
  return {
    median: at(0.5),
    least: at(0),
    most: at(1),
    quartiles: [at(0.25), at(0.75)],
    count: sorted.length,
  };
}

/** Between two values, in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const position = (sorted.length - 1) * part;
  const [below = NaN, above = below] = sorted.slice(Math.floor(position), Math.floor(position) + 2);
  return below + (above - below) * (position - Math.floor(position));
}
