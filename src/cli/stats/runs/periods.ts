const day = 24 * 60 * 60_000;
/** Days that are told one by one; of a longer time it is weeks. */
const mostDays = 31;

/** The days or weeks of some time, in UTC. */
export interface Periods {
  readonly unit: 'day' | 'week';
  /** in their order, e.g. `2026-11-22`; of a week its Monday */
  readonly names: readonly string[];
  readonly nameOf: (time: number) => string;
}

/** Cuts a time into days, or weeks where it is long. ms since 1970. */
export function periodsOf(since: number, until: number): Periods {
  const unit = until - since > mostDays * day ? 'week' : 'day';
  const nameOf = (time: number) => nameOfDay(unit === 'day' ? time : mondayOf(time));
  const names = new Set<string>();
  for (let time = since; time < until; time += day) names.add(nameOf(time));
  names.add(nameOf(until));
  return { unit, names: [...names], nameOf };
}

const nameOfDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Sunday is 0, and the last day of its week. */
const mondayOf = (time: number) => time - ((new Date(time).getUTCDay() + 6) % 7) * day;
