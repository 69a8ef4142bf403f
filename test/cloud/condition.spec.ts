import { describe, expect, test } from 'vitest';
import { attributesOf, parseCondition } from './condition.js';

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';
const name = '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]';
const path = `@Resource[${blobs}:path]`;
const on = (action: string, container: string, blob: string) => ({
  action: `${blobs}/${action}`,
  attributes: attributesOf(container, blob),
});
const list = (container: string, prefix: string) => ({
  action: `${blobs}/read`,
  suboperation: 'Blob.List' as const,
  attributes: attributesOf(container, undefined, prefix),
});

// The texts are those of learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples.
describe('the published example', () => {
  test('"Write blobs in named containers with a path" limits both actions that write, and no other', () => {
    const allows = parseCondition(`(
      (
        !(ActionMatches{'${blobs}/write'})
        AND
        !(ActionMatches{'${blobs}/add/action'})
      )
      OR
      (
        ${name} StringEquals 'contosocorp'
        AND
        ${path} StringLike 'uploads/contoso/*'
      )
    )`);
    for (const action of ['write', 'add/action']) {
      expect(allows(on(action, 'contosocorp', 'uploads/contoso/a/b.txt'))).toBe(true);
      expect(allows(on(action, 'contosocorp', 'Uploads/contoso/b.txt'))).toBe(false);
      expect(allows(on(action, 'contosocorp', 'uploads/other/b.txt'))).toBe(false);
      expect(allows(on(action, 'other', 'uploads/contoso/b.txt'))).toBe(false);
    }
    expect(allows(on('read', 'other', 'b.txt'))).toBe(true);
    expect(allows(list('other', ''))).toBe(true);
  });

  test('"Read or list blobs in named containers with a path" distinguishes a list from a read', () => {
    const allows = parseCondition(`(
      (
        !(ActionMatches{'${blobs}/read'} AND NOT SubOperationMatches{'Blob.List'})
      )
      OR
      (
        ${name} StringEquals 'blobs-example-container'
        AND
        ${path} StringStartsWith 'readonly/'
      )
    )
    AND
    (
      (
        !(ActionMatches{'${blobs}/read'} AND SubOperationMatches{'Blob.List'})
      )
      OR
      (
        ${name} StringEquals 'blobs-example-container'
        AND
        @Request[${blobs}:prefix] StringStartsWith 'readonly/'
      )
    )`);
    expect(allows(on('read', 'blobs-example-container', 'readonly/a'))).toBe(true);
    expect(allows(on('read', 'blobs-example-container', 'a'))).toBe(false);
    expect(allows(list('blobs-example-container', 'readonly/'))).toBe(true);
    expect(allows(list('blobs-example-container', ''))).toBe(false);
    expect(allows(on('write', 'other', 'a'))).toBe(true);
  });
});

// learn.microsoft.com/azure/role-based-access-control/conditions-format#operator-examples
test.each([
  ["StringLike 'a*c?'", true],
  ["StringLike 'A*C?'", false],
  ["StringLike 'a*c'", false],
  ["StringNotLike 'a*c'", true],
  ["StringEquals 'abcd'", true],
  ["StringNotEquals 'abcd'", false],
  [String.raw`StringLike 'ab\*'`, false],
  ["StringLike 'a.cd'", false],
])('a blob named abcd: %s is %s', (comparison, expected) => {
  expect(parseCondition(`${path} ${comparison}`)(on('read', 'any', 'abcd'))).toBe(expected);
});

test('a pattern matches an action regardless of case', () => {
  const allows = parseCondition(`ActionMatches{'microsoft.storage/storageaccounts/*/blobs/*'}`);
  expect(allows(on('read', 'any', 'a'))).toBe(true);
  expect(allows({ action: 'Microsoft.Storage/other/read', attributes: {} })).toBe(false);
});

test('a comparison with an attribute that the operation lacks refuses it, also when negated', () => {
  expect(parseCondition(`${path} StringNotLike 'trusted/*'`)(list('any', ''))).toBe(false);
  expect(parseCondition(`!(${path} StringLike 'trusted/*')`)(list('any', ''))).toBe(false);
});

test.each([
  [
    `${path} StringLike 'a' AND ${path} StringLike 'b' OR ${path} StringLike 'c'`,
    'AND and OR need parentheses',
  ],
  [`${path} StringLikeIgnoreCase 'a'`, 'an unknown operator: StringLikeIgnoreCase'],
  [`${path} ForAnyOfAnyValues:StringLike {'a'}`, 'an unknown operator: ForAnyOfAnyValues:StringLike'],
  [`@Environment[Microsoft.Network/subnets] StringEquals 'a'`, 'an unknown attribute: @Environment'],
  [`${path} StringLike {'a', 'b'}`, 'no text to compare'],
  [`Exists ${path}`, 'unknown in a condition: Exists'],
  [`ActionMatches{'a', 'b'}`, '} is missing before ,'],
  [`(${path} StringLike 'a'`, 'ends too early'],
  [`${path} StringLike 'a')`, 'goes on after its end: )'],
  [`${path} StringLike "a"`, 'not part of a condition: "a"'],
])('what it does not know throws: %s', (text, problem) => {
  expect(() => parseCondition(text)).toThrow(problem);
});
