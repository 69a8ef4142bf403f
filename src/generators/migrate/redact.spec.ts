import { expect, test } from 'vitest';

import { redact } from './redact.js';

test.each([
  ['"accountKey": "secret"', '"accountKey": "[redacted]"'],
  ['"sasUrl":\n  "https:\\/\\/a\\"secret"', '"sasUrl":\n  "[redacted]"'],
  ['"nxCloudAccessToken" : "secret", "a": "b"', '"nxCloudAccessToken" : "[redacted]", "a": "b"'],
  ['"azureUrl": "https://a/?sv=1&sig=secret%3D&se=2"', '"azureUrl": "https://a/?sv=1&sig=[redacted]&se=2"'],
  ['// AccountName=a;AccountKey=secret;x', '// AccountName=a;AccountKey=[redacted];x'],
  [`// ${'secret'.repeat(8)}==`, '// [redacted]'],
  ['"@nx/key": "4.0.0"', '"@nx/key": "4.0.0"'],
  ['"publicKeys": ["main:abc"], "container": "key"', '"publicKeys": ["main:abc"], "container": "key"'],
])('%s', (text, shown) => {
  expect(redact(text)).toBe(shown);
});
