import { randomBytes } from 'node:crypto';

import { formatKeyText, keyIdPattern } from '../config/key-text.js';
import { publicHalf } from '../config/signing-key.js';

/** A new pair of keys under an id, each as configuration takes it: `<key id>:<base64 of 32 bytes>`. */
export interface KeyPair {
  /** for `azure.trust.publicKeys` in nx.json */
  readonly publicKey: string;
  /** for NX_AZURE_CACHE_SIGNING_KEY; a secret */
  readonly signingKey: string;
}

/** @throws RangeError for an id that is not 1 to 32 letters, digits, `_` and `-` */
export function generateKeyPair(id: string): KeyPair {
  if (!keyIdPattern.test(id)) throw new RangeError(`${JSON.stringify(id)} is not a key id`);
  const signingKey = { id, key: randomBytes(32).toString('base64') };
  return { publicKey: formatKeyText(publicHalf(signingKey)), signingKey: formatKeyText(signingKey) };
}
