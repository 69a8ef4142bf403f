import { expect, test } from 'vitest';

import { blobName, parseBlobName, recordFolder, recordName } from './blob-name.js';

test.each([
  ['', '13872541964221508711', 'v1/shared/13872541964221508711'],
  ['team-a', '1', 'team-a/v1/shared/1'],
  ['team/web', '13872541964221508711', 'team/web/v1/shared/13872541964221508711'],
  ['', 'a'.repeat(64), `v1/shared/${'a'.repeat(64)}`],
])('prefix %j and hash %s: %s', (prefix, hash, expected) => {
  expect(blobName({ prefix, scope: 'shared', hash })).toBe(expected);
});

test('a scope has a place of its own', () => {
  expect(blobName({ prefix: '', scope: 'pr/7', hash: '1' })).toBe('v1/pr/7/1');
});

test.each([
  '',
  '.',
  '..',
  '../1',
  '1/../../2',
  '/etc/passwd',
  'C:\\1',
  '1\\2',
  '1\0',
  '1\n',
  '1?sig=x',
  '1#2',
  '%2e%2e',
  '-1',
  '1 2',
  '١',
  'a'.repeat(65),
])('%j is not a hash', (hash) => {
  expect(() => blobName({ prefix: '', scope: 'shared', hash })).toThrow(
    expect.objectContaining({
      code: 'ERR_CACHE',
      kind: 'rejected',
      retryable: false,
      message: `${JSON.stringify(hash)} is not a task hash`,
    }) as Error,
  );
});

test.each([
  ['', 'runs/v1/2026-11-22/15-40-12.123Z-9f86d081.json'],
  ['team/web', 'team/web/runs/v1/2026-11-22/15-40-12.123Z-9f86d081.json'],
])('the record of a run with the prefix %j: %s', (prefix, expected) => {
  expect(recordName(prefix, '2026-11-22T15:40:12.123Z', '9f86d081')).toBe(expected);
  expect(expected.startsWith(recordFolder(prefix))).toBe(true);
});

test('no record has a name that an artifact may have', () => {
  expect(recordFolder('')).not.toMatch(/^v1\//);
});

test.each([
  ['', 'v1/shared/1', { scope: 'shared', hash: '1' }],
  ['team/web', 'team/web/v1/branch/a~2fb/138', { scope: 'branch/a~2fb', hash: '138' }],
  ['', 'v1/1', undefined],
  ['', 'v1/shared/', undefined],
  ['', 'v1/shared/a.b', undefined],
  ['', 'v1-runs/shared/1', undefined],
  ['', 'runs/v1/2025/1', undefined],
  ['', 'team/v1/shared/1', undefined],
  ['team', 'v1/shared/1', undefined],
  ['team', 'team2/v1/shared/1', undefined],
  ['team', 'team/v1/shared/1\n', undefined],
])('with prefix %j, %j is %j', (prefix, name, address) => {
  expect(parseBlobName(name, prefix)).toEqual(address);
});
