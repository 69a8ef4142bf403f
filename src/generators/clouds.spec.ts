import { expect, test } from 'vitest';

import { cloudOf } from './clouds.js';

test.each([
  [undefined, 'public'],
  ['https://acme.blob.core.windows.net', 'public'],
  ['https://acme.privatelink.blob.core.windows.net/', 'public'],
  ['https://acme.blob.core.usgovcloudapi.net', 'usgov'],
  ['https://acme.blob.core.chinacloudapi.cn/', 'china'],
  ['https://cache.acme.example', 'public'],
  ['http://127.0.0.1:10000/devstoreaccount1', 'public'],
  ['blob.core.usgovcloudapi.net', 'public'],
])('the endpoint %s is in the cloud %s', (endpoint, cloud) => {
  expect(cloudOf(endpoint)).toBe(cloud);
});
