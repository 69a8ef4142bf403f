import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { azureSchema } from './schema.js';

const accepts = (key: keyof typeof azureSchema.entries, value: unknown) =>
  v.is(azureSchema, { [key]: value });

describe('container', () => {
  test.each(['abc', 'nx-cache', '0-0', 'a'.repeat(63)])('takes %s', (value) => {
    expect(accepts('container', value)).toBe(true);
  });
  test.each([
    'ab',
    'a'.repeat(64),
    'Cache',
    'a--b',
    '-ab',
    'ab-',
    'a_b',
    'a/b',
    '$root',
    'a b',
    'käfer',
    5,
    null,
    ['abc'],
  ])('refuses %j', (value) => {
    expect(accepts('container', value)).toBe(false);
  });
});

describe('accountName', () => {
  test.each(['abc', 'acme2', '0'.repeat(24)])('takes %s', (value) => {
    expect(accepts('accountName', value)).toBe(true);
  });
  test.each(['ab', 'a'.repeat(25), 'Acme', 'ac-me', 'acme.blob.core.windows.net', 'https://acme', 5, {}])(
    'refuses %j',
    (value) => {
      expect(accepts('accountName', value)).toBe(false);
    },
  );
});

describe('endpoint', () => {
  test.each([
    'https://acme.blob.core.windows.net',
    'https://acme.blob.core.windows.net/',
    'https://acme.blob.core.chinacloudapi.cn',
    'https://cache.acme.example:8443/acme',
    'http://127.0.0.1:10000/devstoreaccount1',
    'http://localhost:10000/devstoreaccount1',
    'http://[::1]:10000/devstoreaccount1',
  ])('takes %s', (value) => {
    expect(accepts('endpoint', value)).toBe(true);
  });
  test.each([
    'http://acme.blob.core.windows.net', // a key or a token would go over the wire in the clear
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0:10000',
    'http://10.0.0.5:10000',
    'ftp://acme.blob.core.windows.net',
    'file:///etc/passwd',
    'acme.blob.core.windows.net',
    'https://',
    'https://user@acme.example',
    'https://user:pass@acme.example',
    'https://acme.blob.core.windows.net/?sv=1&sig=s',
    'https://acme.blob.core.windows.net/#part',
    5,
    null,
  ])('refuses %j', (value) => {
    expect(accepts('endpoint', value)).toBe(false);
  });
});

describe('prefix', () => {
  test.each(['a', 'team-a', 'team_a/web.1', '.hidden', 'a/b/c', 'x'.repeat(200)])('takes %s', (value) => {
    expect(accepts('prefix', value)).toBe(true);
  });
  test.each([
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/../b',
    'a/...',
    'a\\b',
    'a b',
    'ä',
    'a?b',
    'a%2fb',
    'x'.repeat(201),
    5,
  ])('refuses %j', (value) => {
    expect(accepts('prefix', value)).toBe(false);
  });
});

describe.each(['localMode', 'ciMode'] as const)('%s', (key) => {
  test.each(['read-write', 'read-only', 'read', 'no-cache'])('takes %s', (value) => {
    expect(accepts(key, value)).toBe(true);
  });
  test.each(['readonly', 'Read-Only', 'read-wirte', 'write', 'off', 'toString', '', true, null])(
    'refuses %j',
    (value) => {
      expect(accepts(key, value)).toBe(false);
    },
  );
});
