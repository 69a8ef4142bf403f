import { expect, test } from 'vitest';

import { decodeLicense, encodeLicense, type License, adviseOnExpiry } from './license.js';

const license: License = {
  id: '5f0c1d2e-0000-4000-8000-000000000000',
  organization: 'Žluťoučký & Söhne 株式会社',
  seats: 300,
  workspaces: 9999,
  issuedAt: new Date('2026-11-22T10:00:00Z'),
  expiresAt: new Date('2027-12-31T23:59:59Z'),
};
const claims = { jti: 'a', organization: 'Acme', seats: 1, workspaces: 1, iat: 0, exp: 1 };
const decode = (value: unknown) => decodeLicense(Buffer.from(JSON.stringify(value)));

test('an encoded license can be decoded', () => {
  expect(decodeLicense(encodeLicense(license))).toEqual(license);
});

test('unknown claims of a later version are ignored', () => {
  expect(decode({ ...claims, features: ['all'] })).toMatchObject({ organization: 'Acme' });
});

test.each([
  [null],
  [[]],
  ['license'],
  [{}],
  [{ ...claims, jti: 'a b' }],
  [{ ...claims, jti: undefined }],
  [{ ...claims, organization: '' }],
  [{ ...claims, organization: 'A\u001b[2J' }],
  [{ ...claims, organization: 'A'.repeat(101) }],
  [{ ...claims, organization: ['Acme'] }],
  [{ ...claims, seats: 0 }],
  [{ ...claims, seats: 10_000 }],
  [{ ...claims, seats: 1.5 }],
  [{ ...claims, seats: '300' }],
  [{ ...claims, workspaces: -1 }],
  [{ ...claims, exp: '1830297599' }],
  [{ ...claims, exp: 1.5 }],
  [{ ...claims, exp: 1e300 }],
  [{ ...claims, exp: undefined }],
  [{ ...claims, iat: null }],
])('%j is not a license', (value) => {
  expect(decode(value)).toBeUndefined();
});

test.each([[''], ['{'], ['\xff\xfe']])('%j is not a license, because it is not JSON', (text) => {
  expect(decodeLicense(Buffer.from(text, 'latin1'))).toBeUndefined();
});

const expiring = {
  id: '1',
  organization: 'Acme',
  seats: 1,
  workspaces: 1,
  issuedAt: new Date(0),
  expiresAt: new Date('2027-12-31T23:59:59Z'),
};

test.each([
  ['2027-12-17T23:59:58Z', undefined],
  ['2027-12-17T23:59:59Z', /^expires on 2027-12-31, /],
  ['2027-12-31T23:59:59Z', /^expires on 2027-12-31, /],
  ['2028-01-01T12:00:00Z', /^expired on 2027-12-31, /],
])('on %s the advice about expiry is %s', (now, advice) => {
  const given = adviseOnExpiry(expiring, new Date(now));
  if (advice) expect(given).toMatch(advice);
  else expect(given).toBeUndefined();
});
