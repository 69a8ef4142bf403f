import { applyEdits, modify, parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { editJson } from './edit-json.js';

const azure = { container: 'nx-cache', trust: { branches: ['main', 'release/*'] } };
const put = [{ path: ['azure'], value: azure }];
const take = [{ path: ['azure'], value: undefined }];
const block = `"azure": {
    "container": "nx-cache",
    "trust": {
      "branches": ["main", "release/*"]
    }
  }`;

describe('a new key goes to the end, and removing it restores the text:', () => {
  test.each<[string, string, string]>([
    ['the plain case', '{\n  "a": 1\n}\n', `{\n  "a": 1,\n  ${block}\n}\n`],
    ['no keys', '{}\n', `{\n  ${block}\n}\n`],
    ['no keys but a comment', '{ // mine\n}\n', `{ // mine\n  ${block}\n}\n`],
    ['a comma at the end', '{\n  "a": 1,\n}\n', `{\n  "a": 1,\n  ${block},\n}\n`],
    ['a comment on the line', '{\n  "a": 1 // one\n}\n', `{\n  "a": 1, // one\n  ${block}\n}\n`],
    ['both', '{\n  "a": 1, // one\n}\n', `{\n  "a": 1, // one\n  ${block},\n}\n`],
    ['a block comment', '{\n  "a": 1 /* one */\n}\n', `{\n  "a": 1, /* one */\n  ${block}\n}\n`],
    ['a comment below', '{\n  "a": 1\n  // end\n}\n', `{\n  "a": 1,\n  ${block}\n  // end\n}\n`],
    ['a list on one line', '{\n  "a": [1,2 ]\n}', `{\n  "a": [1,2 ],\n  ${block}\n}`],
    ['all on one line', '{ "a": { "b": 1 } }', `{ "a": { "b": 1 },\n  ${block} }`],
    ['no space at all', '{"a":1}', `{"a":1,\n  ${block}}`],
    ['blank lines', '{\n\n  "a": 1\n\n}\n', `{\n\n  "a": 1,\n  ${block}\n\n}\n`],
  ])('%s', (_, before, after) => {
    expect(editJson(before, put)).toBe(after);
    expect(editJson(after, take)).toBe(before);
  });

  test.each([
    ['tabs', '{\n\t"a": 1\n}\n', '\t', '\n'],
    ['four spaces', '{\n    "a": 1\n}\n', '    ', '\n'],
    ['Windows line ends', '{\r\n  "a": 1\r\n}\r\n', '  ', '\r\n'],
    ['a byte order mark', '\ufeff{\n  "a": 1\n}\n', '  ', '\n'],
  ])('%s', (_, before, unit, eol) => {
    const after = editJson(before, put);
    expect(after).toContain(`,${eol}${unit}"azure": {${eol}${unit}${unit}"container": "nx-cache",${eol}`);
    expect(editJson(after, take)).toBe(before);
  });
});

test.each<[string, string, string]>([
  ['the first', '{\n  // ours\n  "azure": {},\n  // one\n  "a": 1\n}', '{\n  // ours\n  // one\n  "a": 1\n}'],
  ['in the middle', '{\n  "a": 1, // one\n  "azure": {},\n  "b": 2\n}', '{\n  "a": 1, // one\n  "b": 2\n}'],
  ['with a comment behind', '{\n  "azure": {}, // ours\n  "b": 2\n}', '{\n  // ours\n  "b": 2\n}'],
  [
    'below a comment',
    '{\n  "a": 1, // one\n  // ours\n  "azure": {} }',
    '{\n  "a": 1 // one\n  // ours\n  }',
  ],
  ['on one line', '{ "azure": {}, "b": 2 }', '{ "b": 2 }'],
  ['between others', '{ "a": 1, "azure": {}, "b": 2 }', '{ "a": 1, "b": 2 }'],
  ['which is not there', '{ "a": 1 }', '{ "a": 1 }'],
])('a key is removed, and no comment with it: %s', (_, before, after) => {
  expect(editJson(before, take)).toBe(after);
  expect(parse(after)).not.toHaveProperty('azure');
});

test('a value is replaced in its place, and so is one further inside', () => {
  const text = '{\n  "azure": { "container": "a" }, // ours\n  "b": [1, 2, 3]\n}\n';
  const edits = [
    { path: ['azure', 'container'], value: 'b' },
    { path: ['azure', 'trust', 'branches'], value: ['main'] },
    { path: ['b', 1], value: undefined },
  ];
  const edited = editJson(text, edits);
  expect(parse(edited)).toEqual({ azure: { container: 'b', trust: { branches: ['main'] } }, b: [1, 3] });
  expect(edited).toContain('}, // ours\n  "b": [1, 3]\n}\n');
});

test('a key can go in front of another', () => {
  const text = '{\n  "d": {\n    "b": 1\n  }\n}\n';
  const after = editJson(text, [{ path: ['d', 'a'], value: 0, before: 'b' }]);
  expect(after).toBe('{\n  "d": {\n    "a": 0,\n    "b": 1\n  }\n}\n');
  expect(editJson(after, [{ path: ['d', 'a'], value: undefined }])).toBe(text);
});

test('an empty file becomes an object; what is not one is not overwritten', () => {
  expect(editJson('', [{ path: ['a', 'b'], value: 1 }])).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n');
  expect(editJson('\ufeff', [{ path: ['a'], value: 1 }])).toBe('\ufeff{\n  "a": 1\n}\n');
  expect(() => editJson('{ "a": 5 }', [{ path: ['a', 'b'], value: 1 }])).toThrow('a is not an object');
});

describe('modify of jsonc-parser is not used, because it', () => {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
  const modified = (text: string, value: unknown) =>
    applyEdits(text, modify(text, ['azure'], value, { formattingOptions }));

  test('removes the comments before a key with it', () => {
    const text = '{\n  "a": 1, // one\n  "azure": {}\n}\n';
    expect(modified(text, undefined)).not.toContain('// one');
    expect(editJson(text, take)).toContain('// one');
  });

  test('lays out the line before a new key anew', () => {
    const text = '{\n  "a": [ 1,2 ]\n}\n';
    expect(modified(text, {})).not.toContain('[ 1,2 ]');
    expect(editJson(text, put)).toContain('[ 1,2 ]');
  });
});
