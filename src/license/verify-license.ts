import { compactVerify } from 'jose/jws/compact/verify';

import { keyIdPattern, type KeyText } from '../config/key-text.js';
import type { LicenseTerms } from '../config/license.js';
import { LicenseError, type LicenseProblem } from '../errors.js';
import { formatDay, isEarly, isExpired } from './expiry.js';
import { parseLicenseHeader } from './license-header.js';
import { decodeLicense, type License } from './license.js';

/** A text that may be a license, and where it was found, e.g. `NX_KEY`. */
export interface LicenseText {
  readonly source: string;
  readonly text: string;
}

/**
 * Offline, in a quarter of a millisecond (the first one of a process: in 3).
 *
 * @throws LicenseError when it does not count
 */
export async function verifyLicense(
  { source, text }: LicenseText,
  { publicKey, organization }: LicenseTerms,
  now: Date,
): Promise<License> {
  const refuse = (problem: LicenseProblem, reason: string) =>
    new LicenseError(problem, `the license from ${source} ${reason}`);

  const header = parseLicenseHeader(text);
  if (!header) throw refuse('unreadable', 'is not one of nx-azure-cache');
  if (header.kid !== publicKey.id) throw refuse('forged', signedByAnother(header.kid, publicKey));
  const payload = await verifySignature(text, publicKey);
  if (!payload) throw refuse('forged', `is not as the key "${publicKey.id}" signed it`);
  const license = decodeLicense(payload);
  if (!license) throw refuse('unreadable', 'says something else than a license of this version');
  if (isEarly(license, now)) throw refuse('early', `was issued on ${formatDay(license.issuedAt)}`);
  if (isExpired(license, now)) throw refuse('expired', `expired on ${formatDay(license.expiresAt)}`);
  if (organization !== undefined && license.organization !== organization)
    throw refuse('foreign', `is for "${license.organization}", not for "${organization}"`);
  return license;
}

/** Whoever wrote the text chose the id; what is none is not repeated to the user. */
function signedByAnother(kid: unknown, { id }: KeyText): string {
  const name = typeof kid === 'string' && keyIdPattern.test(kid) ? `the key "${kid}"` : 'a key without an id';
  return `is signed by ${name}, not by "${id}"`;
}

/** No other algorithm will do, whatever the header says: `none`, or HMAC with the public key for a secret. */
async function verifySignature(text: string, { key }: KeyText): Promise<Uint8Array | undefined> {
  const x = Buffer.from(key, 'base64').toString('base64url');
  try {
    const { payload } = await compactVerify(
      text,
      { kty: 'OKP', crv: 'Ed25519', x },
      { algorithms: ['EdDSA'] },
    );
    return payload;
  } catch {
    return undefined;
  }
}
