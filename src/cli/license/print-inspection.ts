import { formatDay } from '../../license/license.js';
import { unlimited, type License } from '../../license/license.js';
import type { Inspection } from './inspect-license.js';

/** `Valid: the license from NX_KEY counts in this workspace`, and what it says. */
export function printInspection({ valid, detail, source, license }: Inspection): string {
  const verdict = { true: 'Valid', false: 'Not valid', null: 'Not needed' }[`${valid}`];
  const from = license && source !== null ? `\nThe license from ${source} says:\n\n${table(license)}` : '';
  return `${verdict}: ${detail}\n${from}`;
}

function table({ id, organization, seats, workspaces, issuedAt, expiresAt }: License): string {
  const rows = Object.entries({
    organization,
    seats: countOf(seats),
    workspaces: countOf(workspaces),
    issued: formatDay(issuedAt),
    expires: formatDay(expiresAt),
    id,
  });
  return rows.map(([name, value]) => `  ${name.padEnd(14)}${value}\n`).join('');
}

const countOf = (count: number) => (count === unlimited ? 'unlimited' : String(count));

/** The same for machines (docs/license.md). */
export const toJson = (inspection: Inspection) => `${JSON.stringify(inspection, undefined, 2)}\n`;
