import * as v from 'valibot';

import { isOrganization } from '../config/schema.js';
import { parseLicenseHeader } from './license-header.js';

/** The license of an organization. The counts are for information; this package does not count. */
export interface License {
  readonly id: string;
  readonly organization: string;
  readonly seats: number;
  readonly workspaces: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** The greatest number of seats and of workspaces, which Nx prints as "an unlimited number". */
export const unlimited = 9999;

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(unlimited));
const endOfTheYear9999 = 253_402_300_799;
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(endOfTheYear9999));

/** With the names of RFC 7519 where it has one. Unknown claims, of a later version, are ignored. */
const claims = v.object({
  jti: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  organization: v.pipe(v.string(), v.check(isOrganization)),
  seats: count,
  workspaces: count,
  iat: seconds,
  exp: seconds,
});

/** `{"jti":"5f0c…","organization":"Acme","seats":300,"workspaces":5,"iat":1795392000,"exp":1830297599}` */
export function encodeLicense(license: License): Uint8Array {
  const { id: jti, organization, seats, workspaces, issuedAt, expiresAt } = license;
  const payload = {
    jti,
    organization,
    seats,
    workspaces,
    iat: toSeconds(issuedAt),
    exp: toSeconds(expiresAt),
  };
  return new TextEncoder().encode(JSON.stringify(payload));
}

/** Returns undefined for a payload that is not a license, e.g. with a date as text. */
export function decodeLicense(payload: Uint8Array): License | undefined {
  const { success, output } = v.safeParse(claims, parseJson(payload));
  if (!success) return undefined;
  const { jti: id, organization, seats, workspaces, iat, exp } = output;
  const dates = { issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) };
  return { id, organization, seats, workspaces, ...dates };
}

/** Whole seconds since 1970, as a license and Nx count. */
export const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000);

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The content of a license, which is not verified. Undefined for a text that cannot be read. */
export function peekLicense(text: string): License | undefined {
  if (!parseLicenseHeader(text)) return undefined;
  return decodeLicense(Buffer.from(text.split('.')[1] ?? '', 'base64url'));
}

const day = 24 * 60 * 60 * 1000;

/** How far the clock of a machine may be off; a license stays valid for this time after it has expired. */
const tolerance = day;
const noticePeriod = 14 * day;

export const isExpired = ({ expiresAt }: License, now: Date) =>
  now.getTime() > expiresAt.getTime() + tolerance;

/** Whether a license was issued in the future, by the clock of this machine. */
export const isEarly = ({ issuedAt }: License, now: Date) => now.getTime() < issuedAt.getTime() - tolerance;

/** The warning for a license that expires within 14 days; undefined for other licenses. */
export function adviseOnExpiry({ expiresAt }: License, now: Date): string | undefined {
  const left = expiresAt.getTime() - now.getTime();
  if (left > noticePeriod) return undefined;
  return `${left < 0 ? 'expired' : 'expires'} on ${formatDay(expiresAt)}, and the remote cache is off after that`;
}

/** The last day of a license, in UTC: `2027-12-31`. */
export const formatDay = (date: Date) => date.toISOString().slice(0, 10);
