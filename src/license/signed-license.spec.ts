import { createHmac, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';

import { createLicenseIssuer, inDays } from '../../test/support/fakes/license-issuer.js';
import { parseKeyText } from '../config/key-text.js';
import { toPrivateKey } from '../config/signing-key.js';
import { LicenseError } from '../errors.js';
import { verifyLicense } from './signed-license.js';

const issuer = createLicenseIssuer();
const terms = { publicKey: issuer.key, organization: undefined };
const now = new Date();
let genuine = '';

beforeAll(async () => {
  genuine = await issuer.issue();
});

const verify = (text: string, organization?: string) =>
  verifyLicense({ source: 'NX_KEY', text }, { ...terms, organization }, now);

async function refusalOf(text: string, organization?: string): Promise<LicenseError> {
  const error: unknown = await verify(text, organization).catch((error: unknown) => error);
  if (error instanceof LicenseError) return error;
  throw new Error(`not refused: ${JSON.stringify(error)}`);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = { alg: 'EdDSA', kid: issuer.key.id, typ: 'nx-azure-cache-license' };
const claims = {
  jti: 'license-1',
  organization: 'Acme',
  seats: 300,
  workspaces: 5,
  iat: Math.floor(now.getTime() / 1000),
  exp: Math.floor(inDays(100).getTime() / 1000),
};

/** A token that says whatever it likes, truly signed by the issuer. */
function signed(payload: unknown, otherHeader: object = {}): string {
  const content = `${encode({ ...header, ...otherHeader })}.${encode(payload)}`;
  const seed = parseKeyText(issuer.signingKey)?.key ?? '';
  return `${content}.${sign(null, Buffer.from(content), toPrivateKey(seed)).toString('base64url')}`;
}

function hmac(secret: Buffer | string): string {
  const content = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

test('a genuine license is valid', async () => {
  expect(await verify(genuine)).toMatchObject({ organization: 'Acme', seats: 300, workspaces: 5 });
  expect(await verify(signed(claims), 'Acme')).toMatchObject({ id: 'license-1' });
});

describe('a license without a valid signature is refused:', () => {
  const part = (index: 0 | 1 | 2) => genuine.split('.')[index] ?? '';
  const rich = { ...claims, seats: 9999 };
  const another = createLicenseIssuer();
  const spki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(issuer.key.key, 'base64'),
  ]);
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;

  test.each<[string, () => string | Promise<string>]>([
    ['alg none', () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`],
    ['alg none, with a signature', () => `${encode({ ...header, alg: 'none' })}.${part(1)}.${part(2)}`],
    ['alg None', () => `${encode({ ...header, alg: 'None' })}.${encode(claims)}.`],
    ['no alg', () => signed(claims, { alg: undefined })],
    ['alg as a list', () => signed(claims, { alg: ['EdDSA'] })],
    ['HS256 with the public key', () => hmac(Buffer.from(issuer.key.key, 'base64'))],
    ['HS256 with the public key as text', () => hmac(issuer.publicKey)],
    ['HS256 with the public key as PEM', () => hmac(pem)],
    ['another alg over a true signature', () => signed(claims, { alg: 'ES256' })],
    ['another key of the same id', () => another.issue()],
    ['another kid', () => signed(claims, { kid: 'acme-2025' })],
    ['no kid', () => signed(claims, { kid: undefined })],
    ['a kid that is none', () => signed(claims, { kid: { id: 'acme-2026' } })],
    ['a key of its own', () => signed(claims, { kid: 'mine', jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } })],
    ['a swapped payload', () => `${part(0)}.${encode(rich)}.${part(2)}`],
    ['a changed header', () => `${encode({ ...header, cty: 'x' })}.${part(1)}.${part(2)}`],
    ['without signature', () => `${part(0)}.${part(1)}.`],
    ['a cut signature', () => genuine.slice(0, -4)],
    ['a longer signature', () => `${genuine}AAAA`],
    ['a signature of zeros', () => `${part(0)}.${part(1)}.${'A'.repeat(86)}`],
    ['an extension that nobody knows', () => signed(claims, { crit: ['vendor'], vendor: 1 })],
  ])('%s', async (_, token) => {
    const error = await refusalOf(await token());
    expect(error).toMatchObject({ code: 'ERR_LICENSE', problem: 'forged' });
    expect(error.message).toMatch(
      /^the license from NX_KEY (has no valid signature by the key "acme-2026"|is signed by )/,
    );
  });
});

describe('a text that is not a license is refused:', () => {
  test.each<[string, () => string]>([
    ['a word', () => 'license'],
    ['two parts', () => genuine.split('.').slice(0, 2).join('.')],
    ['four parts', () => `${genuine}.AAAA`],
    ['another typ', () => signed(claims, { typ: 'JWT' })],
    ['no typ', () => signed(claims, { typ: undefined })],
    ['a space in it', () => genuine.replace('.', '. ')],
    ['a header that is no JSON', () => `AAAA.${encode(claims)}.AAAA`],
    ['a header that is no object', () => `${encode('EdDSA')}.${encode(claims)}.AAAA`],
    ['a key of base64', () => 'c2VjcmV0LXNlY3JldC1zZWNyZXQ='],
    ['exp as text, truly signed', () => signed({ ...claims, exp: String(claims.exp) })],
    ['no exp, truly signed', () => signed({ ...claims, exp: undefined })],
    ['no organization, truly signed', () => signed({ ...claims, organization: undefined })],
    ['no object, truly signed', () => signed('Acme')],
    ['nothing, truly signed', () => signed(null)],
  ])('%s', async (_, token) => {
    expect(await refusalOf(token())).toMatchObject({ problem: 'unreadable' });
  });
});

describe('a license is valid from its issue to its expiry, with a day for wrong clocks:', () => {
  const at = (days: number) => Math.floor(inDays(days, now.getTime()).getTime() / 1000);

  test.each([
    ['in the last hour of that day', { exp: at(-23 / 24) }, undefined],
    ['after it', { exp: at(-25 / 24) }, 'expired'],
    ['long after it', { exp: 0 }, 'expired'],
    ['issued a little in the future', { iat: at(23 / 24) }, undefined],
    ['issued in the future', { iat: at(25 / 24) }, 'early'],
  ])('%s', async (_, dates, problem) => {
    const token = signed({ ...claims, ...dates });
    if (problem === undefined) expect(await verify(token)).toMatchObject({ id: 'license-1' });
    else expect(await refusalOf(token)).toMatchObject({ problem });
  });

  test('the error names the last day', async () => {
    const exp = Date.parse('2024-02-29T23:59:59Z') / 1000;
    expect((await refusalOf(signed({ ...claims, exp }))).message).toBe(
      'the license from NX_KEY expired on 2024-02-29; get a new one from the issuer',
    );
  });
});

test.each(['acme', 'Acme Ltd', 'Acm'])('%s is another organization', async (organization) => {
  const error = await refusalOf(genuine, organization);
  expect(error).toMatchObject({ problem: 'foreign' });
  expect(error.message).toContain(`is for "Acme", not for "${organization}"`);
});

test('no error contains the license, or a part of it', async () => {
  for (const text of [genuine.slice(0, -4), `${genuine}.x`, await createLicenseIssuer('other').issue()]) {
    const { message } = await refusalOf(text);
    for (const part of text.split('.').filter(({ length }) => length > 4))
      expect(message).not.toContain(part);
  }
});
