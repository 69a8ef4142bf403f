import { InvalidArgumentError } from 'commander';

import { isOrganization, organizationRule } from '../../config/schema.js';
import { unlimited } from '../../license/license.js';

export function parseOrganization(text: string): string {
  const name = text.trim();
  if (isOrganization(name)) return name;
  throw new InvalidArgumentError(`It takes ${organizationRule}.`);
}

/** A number of seats or of workspaces. */
export function parseCount(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new InvalidArgumentError(`It takes a number from 1 to ${unlimited}.`);
}

/** The last second of a day, in UTC. */
export function parseExpiry(text: string): Date {
  const end = new Date(`${text}T23:59:59Z`);
  // 2027-02-30 is no day, though a Date makes the 2nd of March of it.
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(end.getTime());
  if (!isDay || !end.toISOString().startsWith(text))
    throw new InvalidArgumentError('It takes a day, e.g. 2027-12-31.');
  if (end < new Date()) throw new InvalidArgumentError('That day is over.');
  return end;
}
