import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment, signingKeyVariable } from './environment.js';
import { parseKeyText, type KeyText } from './key-text.js';

/** PKCS #8 around the 32 bytes of an Ed25519 seed (RFC 8410). */
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Makes a private key from its seed in base64. */
export function toPrivateKey(seed: string): KeyObject {
  const der = Buffer.concat([privateKeyHeader, Buffer.from(seed, 'base64')]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** Derives the public half of a signing key, which nx.json must list. */
export function publicHalf({ id, key }: KeyText): KeyText {
  // The SubjectPublicKeyInfo of Ed25519 ends in the 32 bytes of the key (RFC 8410).
  const der = createPublicKey(toPrivateKey(key)).export({ format: 'der', type: 'spki' });
  return { id, key: der.subarray(-32).toString('base64') };
}

/** Reads the signing key of the environment; an issue if nx.json does not list its public half. The key is never printed. */
export function resolveSigningKey(
  env: Environment,
  publicKeys: readonly KeyText[],
  issues: ConfigIssue[],
): KeyText | undefined {
  const given = readVariable(env, signingKeyVariable);
  if (given === undefined) return undefined;
  const parsed = parseKeyText(given);
  if (!parsed) {
    const expected = '"<key id>:<base64 of 32 bytes>", as nx-azure-cache keygen makes it';
    issues.push({ path: signingKeyVariable, expected, given: 'something else' });
  } else if (!isListed(publicHalf(parsed), publicKeys)) {
    const expected = 'a key whose public half is in azure.trust.publicKeys';
    issues.push({ path: signingKeyVariable, expected, given: `the key ${JSON.stringify(parsed.id)}` });
  }
  return parsed;
}

const isListed = ({ id, key }: KeyText, publicKeys: readonly KeyText[]) =>
  publicKeys.some((listed) => listed.id === id && listed.key === key);
