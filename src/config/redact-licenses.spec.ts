import { expect, test } from 'vitest';
import { redactLicenses } from './redact-licenses.js';

const license = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.A_-A';

test.each([
  [`got "${license}"!`, 'got "[redacted]"!'],
  [`key=${license}\n`, 'key=[redacted]\n'],
  [license.slice(0, 30), '[redacted]'],
  ['eyJ is how it begins', 'eyJ is how it begins'],
  ['heyJhbGciOiJFZERTQSJ9', 'heyJhbGciOiJFZERTQSJ9'],
])('%j: %j', (text, expected) => {
  expect(redactLicenses(text)).toBe(expected);
});
