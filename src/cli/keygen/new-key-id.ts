import { randomBytes } from 'node:crypto';

/** The month, which tells the keys of a rotation apart, and what tells two of a month apart: `2025-11-3f9a`. */
export function newKeyId(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-${randomBytes(2).toString('hex')}`;
}
