import { InvalidArgumentError } from 'commander';

import { formatCount } from './numbers.js';

const minute = 60_000;
const hour = 60 * minute;
/** ms */
export const day = 24 * hour;
const units: Readonly<Record<string, number>> = { m: minute, h: hour, d: day, w: 7 * day };

/**
 * `30d` → ms
 *
 * @throws InvalidArgumentError
 */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s*([mhdw])$/i.exec(text.trim()) ?? [];
  const ms = Number(count) * (units[unit.toLowerCase()] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('Expected a number with a unit, e.g. 90m, 12h, 30d or 2w; more than 0.');
}

/** How long ago something was, in whole units: `12 d`, `3 h`, `5 min`, `now`. */
export function formatAge(ms: number): string {
  if (ms >= day) return `${formatCount(Math.floor(ms / day))} d`;
  if (ms >= hour) return `${Math.floor(ms / hour)} h`;
  return ms >= minute ? `${Math.floor(ms / minute)} min` : 'now';
}

/** A sum of durations: `31 h 12 min`, `5 min`, `12 s` */
export function formatSpan(ms: number): string {
  const [minutes, hours] = [Math.floor(ms / minute), Math.floor(ms / hour)];
  if (hours > 0) return `${formatCount(hours)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min` : `${Math.floor(ms / 1_000)} s`;
}
