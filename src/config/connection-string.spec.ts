import { expect, test } from 'vitest';

import { parseConnectionString } from './connection-string.js';

test.each([
  ['', 'http://127.0.0.1:10000/devstoreaccount1'],
  [';DevelopmentStorageProxyUri=http://azurite', 'http://azurite:10000/devstoreaccount1'],
  [';DevelopmentStorageProxyUri=http://azurite:4711/', 'http://azurite:4711/devstoreaccount1'],
])('UseDevelopmentStorage=true%s is at %s', (more, url) => {
  expect(parseConnectionString(`UseDevelopmentStorage=true${more}`)).toMatchObject({
    url,
    credential: { accountName: 'devstoreaccount1' },
  });
});

test("an emulator's own account may have a short key", () => {
  const endpoint = 'BlobEndpoint=http://127.0.0.1:10000/acme;';
  expect(
    parseConnectionString('AccountName=acme;AccountKey=a2V5;BlobEndpoint=https://localhost:10000/acme'),
  ).toMatchObject({ credential: { accountKey: 'a2V5' } });
  expect(parseConnectionString(`AccountName=acme;AccountKey=a2V5;${endpoint}`)).toMatchObject({
    credential: { accountName: 'acme', accountKey: 'a2V5' },
  });
  expect(parseConnectionString(`AccountName=acme;AccountKey=key!;${endpoint}`)).toEqual({
    problem: 'one whose AccountKey is cut or changed',
  });
});
