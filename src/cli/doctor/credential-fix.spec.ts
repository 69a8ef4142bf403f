import { expect, test } from 'vitest';
import { parseSas } from '../../config/sas.js';
import { credentialFix } from './credential-fix.js';
import type { CredentialKind } from './describe-credential.js';

const fixOf = (aim: Parameters<typeof credentialFix>[0], right: CredentialKind, source = 'VARIABLE') =>
  credentialFix(aim, { source, name: '', right }, 'cache');
const sas = (permissions: string | undefined) => ({ kind: 'sas', ...parseSas(''), permissions }) as const;

test('a SAS is made anew, without the letters that it has too many', () => {
  expect(fixOf('read', sas('rcwdl'))).toBe(
    'make the SAS in VARIABLE anew for container "cache" with "r" alone, without c, w, d',
  );
  expect(fixOf('write, not delete', sas('rcwd'))).toMatch(/with "rcw", without d$/);
  expect(fixOf('read', sas(undefined))).toMatch(/with "r" alone$/);
  expect(fixOf('write', sas('r'))).toMatch(/with "rcw"$/);
});

test('the SAS of the untrusted container is not for the other one', () => {
  expect(fixOf('read', sas('rcw'), 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN')).toMatch(
    /for its own container alone/,
  );
});

test('an account key cannot be limited', () => {
  expect(fixOf('read', { kind: 'key' })).toMatch(/^take VARIABLE away .* cannot be limited/);
  expect(fixOf('write, not delete', { kind: 'key' })).toMatch(/^replace VARIABLE, which cannot be limited/);
});

test('an identity gets another role', () => {
  expect(fixOf('read', { kind: 'entra' })).toMatch(/Contributor or Owner, on container "cache".*Data Reader/);
  expect(fixOf('write', { kind: 'entra' })).toMatch(/may write on container "cache"/);
  expect(fixOf('write, not delete', { kind: 'entra' })).toMatch(/cannot delete on container "cache"/);
});
