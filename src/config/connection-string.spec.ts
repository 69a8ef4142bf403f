import { expect, test } from 'vitest';
import { parseConnectionString } from './connection-string.js';

test.each([
  ['', 'http://127.0.0.1:10000/devstoreaccount1'],
  [';DevelopmentStorageProxyUri=http://azurite', 'http://azurite:10000/devstoreaccount1'],
  [';DevelopmentStorageProxyUri=http://azurite:4711/', 'http://azurite:4711/devstoreaccount1'],
])('UseDevelopmentStorage=true%s is at %s', (more, url) => {
  expect(parseConnectionString(`UseDevelopmentStorage=true${more}`)).toMatchObject({
    url,
    right: { accountName: 'devstoreaccount1' },
  });
});
