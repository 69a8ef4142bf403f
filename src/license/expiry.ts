import type { License } from './license.js';

const day = 24 * 60 * 60 * 1000;

/** How far the clock of a machine may be off, and so for how long a license still counts once it has expired. */
const tolerance = day;
const noticePeriod = 14 * day;

export const isExpired = ({ expiresAt }: License, now: Date) =>
  now.getTime() > expiresAt.getTime() + tolerance;

/** Whether a license is of a time that this machine has yet to see. */
export const isEarly = ({ issuedAt }: License, now: Date) => now.getTime() < issuedAt.getTime() - tolerance;

/** What to tell of a license that counts for another fortnight at most; undefined of others. */
export function adviseOnExpiry({ expiresAt }: License, now: Date): string | undefined {
  const left = expiresAt.getTime() - now.getTime();
  if (left > noticePeriod) return undefined;
  return `${left < 0 ? 'expired' : 'expires'} on ${formatDay(expiresAt)}, and the cache is no longer shared after that`;
}

/** The last day of a license, in UTC: `2027-12-31`. */
export const formatDay = (date: Date) => date.toISOString().slice(0, 10);
