import { createPublicKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';

import { formatKeyText, keyIdPattern, type KeyText } from '../config/key-text.js';
import { publicHalf, toPrivateKey } from '../config/signing-key.js';

/** The facts of an artifact that a signature covers. */
export interface Claim {
  /** as in the name of the blob, e.g. `trusted` */
  readonly scope: string;
  readonly hash: string;
  readonly codec: string;
  /** of the body, hex */
  readonly sha256: string;
  readonly size: number;
  readonly entries: number;
  readonly code: number;
}

/** A signature as a blob's metadata has it. */
export interface Signature {
  /** base64url of 64 bytes */
  readonly signature: string;
  readonly keyid: string;
}

export type Signer = (claim: Claim) => Signature;

/** Returns what is wrong with a signature, as a clause; undefined when it is valid. */
export type Verifier = (claim: Claim, signature: MaybeSigned) => string | undefined;

/** As read from metadata, which an attacker may have written. */
type MaybeSigned = { readonly [name in keyof Signature]?: string | undefined };

/** Signs with one key (Ed25519, RFC 8032). */
export function createSigner({ id, key }: KeyText): Signer {
  const privateKey = toPrivateKey(key);
  return (claim) => ({
    signature: sign(null, encodeClaim(claim), privateKey).toString('base64url'),
    keyid: id,
  });
}

/** Verifies against the key of that id, and no other. */
export function createVerifier(publicKeys: readonly KeyText[]): Verifier {
  const keys = new Map(publicKeys.map(({ id, key }) => [id, toPublicKey(key)]));
  return (claim, { signature, keyid }) => {
    if (signature === undefined || keyid === undefined) return 'it is not signed';
    const key = keys.get(keyid);
    if (!key) return `it is signed by ${nameOf(keyid)}, which azure.trust.publicKeys does not list`;
    const bytes = Buffer.from(signature, 'base64url');
    const isWhole = bytes.length === 64 && bytes.toString('base64url') === signature;
    return isWhole && verify(null, encodeClaim(claim), key, bytes)
      ? undefined
      : `its signature by ${nameOf(keyid)} is not valid`;
  };
}

/**
 * Unambiguous, and different from what any other format or version signs:
 *
 * `["nx-azure-cache artifact",1,"trusted","13872541964221508711","zstd","9f86…",6144,7,0]`
 */
function encodeClaim({ scope, hash, codec, sha256, size, entries, code }: Claim): Buffer {
  return Buffer.from(
    JSON.stringify(['nx-azure-cache artifact', 1, scope, hash, codec, sha256, size, entries, code]),
  );
}

/** SubjectPublicKeyInfo around the 32 bytes of an Ed25519 key (RFC 8410). */
const publicKeyHeader = Buffer.from('302a300506032b6570032100', 'hex');

function toPublicKey(key: string): KeyObject {
  const der = Buffer.concat([publicKeyHeader, Buffer.from(key, 'base64')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** The id is attacker-controlled, so an invalid one is not echoed. */
const nameOf = (keyid: string) => (keyIdPattern.test(keyid) ? `the key "${keyid}"` : 'a key without an id');

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
