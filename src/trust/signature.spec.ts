import { describe, expect, test } from 'vitest';

import { parseKeyText, type KeyText } from '../config/key-text.js';
import { publicHalf } from '../config/signing-key.js';
import { generateKeyPair, createSigner, createVerifier, type Claim } from './signature.js';

const claim: Claim = {
  scope: 'trusted',
  hash: '13872541964221508711',
  codec: 'zstd',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  size: 6144,
  entries: 7,
  code: 0,
};
const keyOf = (id: string, byte: number): KeyText => ({ id, key: Buffer.alloc(32, byte).toString('base64') });
const old = keyOf('main-2024', 1);
const current = keyOf('main-2025', 2);
const verify = createVerifier([publicHalf(old), publicHalf(current)]);
const signed = createSigner(current)(claim);

test('a signed claim verifies', () => {
  expect(verify(claim, signed)).toBeUndefined();
  expect(signed.keyid).toBe('main-2025');
  expect(signed.signature).toMatch(/^[\w-]{86}$/);
});

test('the format is fixed: a signature of version 1 verifies for ever', () => {
  expect(signed.signature).toBe(
    'e5HNxy6ujqLdbt0Dd7D5kDKV1XrNKMM8OuWidkTF9jhzLMaQyH4nZvbU1dXjhhrEwrOoZJLZJmk4UcWL4xdrCA',
  );
});

test('keys can be rotated: both verify, each its own', () => {
  expect(verify(claim, createSigner(old)(claim))).toBeUndefined();
  expect(createVerifier([publicHalf(current)])(claim, createSigner(old)(claim))).toBe(
    'it is signed by the key "main-2024", which azure.trust.publicKeys does not list',
  );
});

describe('a changed claim is refused:', () => {
  test.each<[keyof Claim, string | number]>([
    ['scope', 'pr/7'],
    ['hash', '13872541964221508712'],
    ['codec', 'br'],
    ['sha256', claim.sha256.replace('9', '8')],
    ['size', 6145],
    ['entries', 8],
    ['code', 1],
    ['code', '0'],
    ['size', -6144],
  ])('%s %s', (name, value) => {
    expect(verify({ ...claim, [name]: value }, signed)).toBe(
      'its signature by the key "main-2025" is not valid',
    );
  });

  test('fields cannot be shifted into each other', () => {
    const shifted = { ...claim, scope: 'trusted","13872541964221508711', hash: 'zstd' };
    expect(verify(shifted, signed)).toContain('not valid');
  });
});

describe('an invalid signature is refused:', () => {
  const { signature, keyid } = signed;
  const bytes = Buffer.from(signature, 'base64url');
  const notValid = 'its signature by the key "main-2025" is not valid';
  const last = signature.at(-1) ?? '';

  test.each<[string, string | undefined, string | undefined, string]>([
    ['none', undefined, undefined, 'it is not signed'],
    ['without its key id', signature, undefined, 'it is not signed'],
    ['a key id alone', undefined, keyid, 'it is not signed'],
    ['blank', '', keyid, notValid],
    ['of another key under this id', createSigner(keyOf('main-2025', 3))(claim).signature, keyid, notValid],
    [
      'of this key under another id',
      signature,
      'main-2024',
      'its signature by the key "main-2024" is not valid',
    ],
    ['of another claim', createSigner(current)({ ...claim, hash: '1' }).signature, keyid, notValid],
    [
      'one bit off',
      Buffer.from(bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte))).toString('base64url'),
      keyid,
      notValid,
    ],
    ['63 bytes', bytes.subarray(1).toString('base64url'), keyid, notValid],
    ['65 bytes', Buffer.concat([bytes, Buffer.of(0)]).toString('base64url'), keyid, notValid],
    ['in plain base64', bytes.toString('base64'), keyid, notValid],
    ['with padding', `${signature}==`, keyid, notValid],
    [
      'with the bits that are left over set',
      signature.slice(0, -1) + (last === 'A' ? 'B' : String.fromCharCode(last.charCodeAt(0) + 1)),
      keyid,
      notValid,
    ],
    ['with a space', `${signature} `, keyid, notValid],
    ['zeros', Buffer.alloc(64).toString('base64url'), keyid, notValid],
    [
      'by a key that nobody listed',
      signature,
      'evil',
      'it is signed by the key "evil", which azure.trust.publicKeys does not list',
    ],
    [
      'by an id that is none, not repeated',
      signature,
      'x\u001b[2Jy',
      'it is signed by a key without an id, which azure.trust.publicKeys does not list',
    ],
    [
      'by a property that every object has',
      signature,
      'constructor',
      'it is signed by the key "constructor", which azure.trust.publicKeys does not list',
    ],
  ])('%s', (_, given, id, expected) => {
    expect(verify(claim, { signature: given, keyid: id })).toBe(expected);
  });
});

describe('a new pair of keys', () => {
  const pair = generateKeyPair('main-2026');
  const [publicKey, signingKey] = [parseKeyText(pair.publicKey), parseKeyText(pair.signingKey)];

  test('signs with one half and verifies with the other', () => {
    if (!publicKey || !signingKey) throw new Error('not what configuration takes');
    expect([publicKey.id, signingKey.id]).toEqual(['main-2026', 'main-2026']);
    expect(createVerifier([publicKey])(claim, createSigner(signingKey)(claim))).toBeUndefined();
  });

  test('is different each time', () => {
    expect(generateKeyPair('main-2026').signingKey).not.toBe(pair.signingKey);
  });

  test.each(['', 'my key', 'a:b', 'ä', 'a'.repeat(33)])('cannot have the id %j', (id) => {
    expect(() => generateKeyPair(id)).toThrow(RangeError);
  });
});
