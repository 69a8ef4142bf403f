import { expect, test } from 'vitest';

import { encodeBatch, parseBatchAnswer } from './batch-body.js';

const lines = (...parts: string[]) => parts.join('\r\n');

test('requests are parts, by their place', () => {
  const headers = [
    ['if-match', '"0x1"'],
    ['content-length', '0'],
  ] as const;
  const request = (target: string) => ({ method: 'DELETE' as const, target, headers });
  expect(encodeBatch([request('/cache/a?sig=x'), request('/cache/b')], 'batch_1')).toBe(
    lines(
      '--batch_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 0',
      '',
      'DELETE /cache/a?sig=x HTTP/1.1',
      'if-match: "0x1"',
      'content-length: 0',
      '',
      '--batch_1',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'DELETE /cache/b HTTP/1.1',
      'if-match: "0x1"',
      'content-length: 0',
      '',
      '--batch_1--',
      '',
    ),
  );
});

test('an answer as Azure gives it', () => {
  const answer = lines(
    '--batchresponse_66925647',
    'Content-Type: application/http',
    'Content-ID: 1',
    '',
    'HTTP/1.1 202 Accepted',
    'x-ms-request-id: 778fdc83',
    'x-ms-version: 2023-11-03',
    '',
    '--batchresponse_66925647',
    'Content-Type: application/http',
    'Content-ID: 0',
    '',
    'HTTP/1.1 404 The specified blob does not exist.',
    'x-ms-error-code: BlobNotFound',
    'Content-Length: 216',
    '',
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Error><Code>BlobNotFound</Code><Message>No.',
    'HTTP/1.1 202 no status of its own</Message></Error>',
    '--batchresponse_66925647--',
    '',
  );
  expect([...parseBatchAnswer(answer)]).toEqual([
    [1, { statusCode: 202 }],
    [0, { statusCode: 404, code: 'BlobNotFound' }],
  ]);
});

test.each([
  ['nothing', ''],
  ['a page of a proxy', '<html>--no</html>'],
  [
    'one answer to all',
    lines(
      '--b',
      'Content-Type: application/http',
      '',
      'HTTP/1.1 400 One of the request inputs is not valid.',
      '',
      '--b--',
    ),
  ],
])('%s answers no part', (_, text) => {
  expect(parseBatchAnswer(text).size).toBe(0);
});
