const day = 24 * 60 * 60_000;

/** The ages by which artifacts are counted, each with the time before which it ends, ms. */
const ages = [
  { name: 'today', below: day },
  { name: 'this week', below: 7 * day },
  { name: 'this month', below: 30 * day },
  { name: '3 months', below: 90 * day },
  { name: 'older', below: Infinity },
] as const;

export type AgeName = (typeof ages)[number]['name'];

export const ageNames: readonly AgeName[] = ages.map(({ name }) => name);

/** `today` is the last 24 hours: what the clock says differs from place to place. */
export function ageOf(ms: number): AgeName {
  return ages.find(({ below }) => ms < below)?.name ?? 'older';
}
