import { expect, test } from 'vitest';

import { show, redactLicenses } from './show.js';

const key = `${'Eby8vdM0'.repeat(10)}abcdef==`;

test.each([
  ['a text', 'read-wirte', '"read-wirte"'],
  ['a number', 5, '5'],
  ['an object', { a: [1] }, '{"a":[1]}'],
  ['null', null, 'null'],
  ['nothing', undefined, 'nothing'],
  ['a long text, in part', 'x'.repeat(100), `"${'x'.repeat(76)}…`],
  ['a URL without its query', 'https://a.example/?sv=1&sig=s%2Bs', '"https://a.example/?[redacted]"'],
  ['a URL without its login', 'https://user:pass@a.example', '"https://[redacted]"'],
  ['a SAS without its signature', 'sv=2024&sig=s%2Bs&se=2030', '"sv=2024&sig=[redacted]"'],
  [
    'a connection string without its key',
    `AccountName=a;AccountKey=${key};EndpointSuffix=core.windows.net`,
    '"AccountName=a;AccountKey=[redacted]"',
  ],
  [
    'a connection string without its SAS',
    'BlobEndpoint=https://a.example;SharedAccessSignature=sv=1&sig=s',
    '"BlobEndpoint=https://a.example;SharedAccessSignature=[redacted]"',
  ],
  ['a license not at all', `license=eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.AAAA`, '"license=[redacted]"'],
  ['an account key not at all', key, '"[redacted]"'],
  [
    'a secret inside an object not at all',
    { endpoint: 'https://a.example?sig=s' },
    '{"endpoint":"https://a.example?[redacted]"',
  ],
])('a printed value with %s', (_, value, expected) => {
  expect(show(value)).toBe(expected);
});

const license = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.A_-A';

test.each([
  [`got "${license}"!`, 'got "[redacted]"!'],
  [`key=${license}\n`, 'key=[redacted]\n'],
  [license.slice(0, 30), '[redacted]'],
  ['eyJ is how it begins', 'eyJ is how it begins'],
  ['heyJhbGciOiJFZERTQSJ9', 'heyJhbGciOiJFZERTQSJ9'],
])('the licenses in %j are redacted: %j', (text, expected) => {
  expect(redactLicenses(text)).toBe(expected);
});
