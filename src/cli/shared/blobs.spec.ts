import { expect, test } from 'vitest';

import { listedBlob } from '../../../test/fakes/memory-inventory.js';
import { groupOf, classifyBlob, folderOf, matchesScope } from './blobs.js';

test.each([
  ['v1/shared/138', { kind: 'artifact', scope: 'shared', hash: '138' }],
  ['v1/branch/release~2f1.2/138', { kind: 'artifact', scope: 'branch/release/1.2', hash: '138' }],
  ['runs/v1/2025/11/1.json', { kind: 'record' }],
  ['runs/v2/1', { kind: 'foreign' }],
  ['v1/other/138', { kind: 'foreign' }],
  ['v1/pr/7/sub/138', { kind: 'foreign' }],
  ['backup.tar', { kind: 'foreign' }],
])('the blob %s is %j', (name, expected) => {
  const blob = listedBlob(name);
  expect(classifyBlob(blob, '')).toEqual({ ...expected, blob });
  expect(classifyBlob(listedBlob(`team/${name}`), 'team')).toMatchObject(expected);
  expect(classifyBlob(listedBlob(`team/${name}`), '')).toMatchObject({ kind: 'foreign' });
});

test.each([
  ['trusted', 'trusted'],
  ['branch/release/1.2', 'branch/*'],
  ['pr/7', 'pr/*'],
])('%s is of the group %s', (scope, group) => {
  expect(groupOf(scope)).toBe(group);
});

test.each([
  [undefined, 'trusted', true],
  ['trusted', 'trusted', true],
  ['trusted', 'shared', false],
  ['pr/7', 'pr/7', true],
  ['pr/7', 'pr/71', false],
  ['pr/*', 'pr/71', true],
  ['branch/*', 'branch/release/1.2', true],
  ['branch/release/*', 'branch/main', false],
  ['*', 'trusted', true],
  ['pr', 'pr/7', false],
  ['pr/.', 'pr/7', false],
])('the pattern %s and the scope %s: %s', (pattern, scope, expected) => {
  expect(matchesScope(pattern, scope)).toBe(expected);
});

test.each([
  [undefined, 'team/v1/'],
  ['trusted', 'team/v1/trusted'],
  ['pr/7', 'team/v1/pr/'],
  ['branch/release/*', 'team/v1/branch/'],
  ['p*', 'team/v1/'],
])('the artifacts of %s are in %s', (pattern, folder) => {
  expect(folderOf(pattern, 'team')).toBe(folder);
});
