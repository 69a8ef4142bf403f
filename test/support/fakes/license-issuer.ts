import { issueLicense } from '../../../src/license/signed-license.js';
import type { License } from '../../../src/license/license.js';
import { parseKeyText, type KeyText } from '../../../src/config/key-text.js';
import { generateKeyPair } from '../../../src/trust/signature.js';

/** A party that signs licenses. */
export interface LicenseIssuer {
  /** as nx.json has it */
  readonly publicKey: string;
  readonly key: KeyText;
  readonly signingKey: string;
  /** A license of Acme; the given fields replace the defaults. */
  issue(grant?: Partial<License>): Promise<string>;
}

const day = 24 * 60 * 60 * 1000;

/** That many days from now, in whole seconds. */
export const inDays = (days: number, now = Date.now()) =>
  new Date(Math.floor((now + days * day) / 1000) * 1000);

export function createLicenseIssuer(id = 'acme-2026'): LicenseIssuer {
  const { publicKey, signingKey } = generateKeyPair(id);
  const [key, secret] = [parseKeyText(publicKey), parseKeyText(signingKey)];
  if (!key || !secret) throw new Error('not a pair of keys');
  return {
    publicKey,
    key,
    signingKey,
    issue: (grant) => issueLicense({ ...acme(), ...grant }, secret),
  };
}

const acme = (): License => ({
  id: 'license-1',
  organization: 'Acme',
  seats: 300,
  workspaces: 5,
  issuedAt: inDays(-1),
  expiresAt: inDays(100),
});
