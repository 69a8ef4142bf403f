import { expect, test } from 'vitest';

import { adviseOnSecrets, redact } from './secrets.js';

test.each([
  ['"accountKey": "secret"', '"accountKey": "[redacted]"'],
  ['"sasUrl":\n  "https:\\/\\/a\\"secret"', '"sasUrl":\n  "[redacted]"'],
  ['"nxCloudAccessToken" : "secret", "a": "b"', '"nxCloudAccessToken" : "[redacted]", "a": "b"'],
  ['"azureUrl": "https://a/?sv=1&sig=secret%3D&se=2"', '"azureUrl": "https://a/?sv=1&sig=[redacted]&se=2"'],
  ['// AccountName=a;AccountKey=secret;x', '// AccountName=a;AccountKey=[redacted];x'],
  [`// ${'secret'.repeat(8)}==`, '// [redacted]'],
  ['"@nx/key": "4.0.0"', '"@nx/key": "4.0.0"'],
  ['"publicKeys": ["main:abc"], "container": "key"', '"publicKeys": ["main:abc"], "container": "key"'],
])('of %s a report shows %s', (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test('a secret option is to be renewed, and its value is not printed', () => {
  const steps = adviseOnSecrets({ accountKey: 'secret', accessToken: 'secret', sasUrl: '', container: 'nx' });
  expect(steps).toEqual([
    expect.stringMatching(/^Renew "accountKey": .* the variable AZURE_STORAGE_KEY/),
    expect.stringMatching(/^Renew "accessToken": .* Revoke it in the service that issued it\.$/),
  ]);
  expect(steps.join()).not.toContain('secret"');
});
