import * as v from 'valibot';

import { isOrganization } from '../config/schema.js';

/** What an organization was given. The counts are stated, not counted: nothing here could. */
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

/** As RFC 7519 names what it has a name for. What a later version adds is let be. */
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
    ...{ jti, organization, seats, workspaces },
    iat: toSeconds(issuedAt),
    exp: toSeconds(expiresAt),
  };
  return new TextEncoder().encode(JSON.stringify(payload));
}

/** The opposite; undefined for what is no license, so also for a date as text. */
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
