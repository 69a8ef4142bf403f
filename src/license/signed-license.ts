import { CompactSign } from 'jose/jws/compact/sign';
import { compactVerify } from 'jose/jws/compact/verify';

import { keyIdPattern, type KeyText } from '../config/key-text.js';
import type { LicenseTerms } from '../config/resolve-config.js';
import { toPrivateKey } from '../config/signing-key.js';
import { LicenseError, type LicenseProblem } from '../errors.js';
import { licenseType, parseLicenseHeader } from './license-header.js';
import { decodeLicense, encodeLicense, formatDay, isEarly, isExpired, type License } from './license.js';

/** Signs a license: a compact JWS (RFC 7515) by Ed25519 (RFC 8037). */
export function issueLicense(license: License, { id, key }: KeyText): Promise<string> {
  return new CompactSign(encodeLicense(license))
    .setProtectedHeader({ alg: 'EdDSA', kid: id, typ: licenseType })
    .sign(toPrivateKey(key));
}

/** A text that may be a license, and where it was found, e.g. `NX_KEY`. */
export interface LicenseText {
  readonly source: string;
  readonly text: string;
}

/**
 * Verifies a license offline, in a quarter of a millisecond (the first one of a process: in 3).
 *
 * @throws LicenseError when it is not valid
 */
export async function verifyLicense(
  { source, text }: LicenseText,
  { publicKey, organization }: LicenseTerms,
  now: Date,
): Promise<License> {
  const refuse = (problem: LicenseProblem, reason: string) =>
    new LicenseError(problem, `the license from ${source} ${reason}`);

  const header = parseLicenseHeader(text);
  if (!header) throw refuse('unreadable', 'is not a license of nx-azure-cache');
  if (header.kid !== publicKey.id) throw refuse('forged', signedByAnother(header.kid, publicKey));
  const payload = await verifySignature(text, publicKey);
  if (!payload) throw refuse('forged', `has no valid signature by the key "${publicKey.id}"`);
  const license = decodeLicense(payload);
  if (!license) throw refuse('unreadable', 'does not have the content of a license of this version');
  if (isEarly(license, now)) throw refuse('early', `was issued on ${formatDay(license.issuedAt)}`);
  if (isExpired(license, now)) throw refuse('expired', `expired on ${formatDay(license.expiresAt)}`);
  if (organization !== undefined && license.organization !== organization)
    throw refuse('foreign', `is for "${license.organization}", not for "${organization}"`);
  return license;
}

/** The id is attacker-controlled, so an invalid one is not echoed. */
function signedByAnother(kid: unknown, { id }: KeyText): string {
  const name = typeof kid === 'string' && keyIdPattern.test(kid) ? `the key "${kid}"` : 'a key without an id';
  return `is signed by ${name}, not by "${id}"`;
}

/** No other algorithm is accepted, whatever the header says: `none`, or HMAC with the public key as the secret. */
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
