import { CompactSign } from 'jose/jws/compact/sign';

import type { KeyText } from '../config/key-text.js';
import { toPrivateKey } from '../config/signing-key.js';
import { licenseType } from './license-header.js';
import { encodeLicense, type License } from './license.js';

/** Signs a license: a compact JWS (RFC 7515) by Ed25519 (RFC 8037). */
export function issueLicense(license: License, { id, key }: KeyText): Promise<string> {
  return new CompactSign(encodeLicense(license))
    .setProtectedHeader({ alg: 'EdDSA', kid: id, typ: licenseType })
    .sign(toPrivateKey(key));
}
