import { expect, test } from 'vitest';

import { parseJsonObject, recordAt } from './json.js';

test.each([
  ['a byte order mark', '\uFEFF{ "a": 1 }'],
  ['comments', '{ // a line\n"a": /* a block */ 1 }'],
  ['a trailing comma', '{ "a": 1, }'],
])('a JSON file may have %s', (_, text) => {
  expect(parseJsonObject(text, 'package.json')).toEqual({ a: 1 });
});

test.each([
  ['', 'package.json is not a JSON object'],
  ['\uFEFF', 'package.json is not a JSON object'],
  ['5', 'package.json is not a JSON object'],
  ['\uFEFF{\n  "a": 1\n  "b": 2\n}', 'package.json, line 3: CommaExpected'],
])('the JSON file %j is refused, with the reason', (text, message) => {
  expect(() => parseJsonObject(text, 'package.json')).toThrow(new SyntaxError(message));
});

test.each([
  [['a', 'b'], { c: 1 }],
  [['a', 'b', 'c'], {}],
  [['list'], {}],
  [['missing', 'b'], {}],
])('the record at %j is %j', (path, record) => {
  expect(recordAt({ a: { b: { c: 1 } }, list: [1] }, path)).toEqual(record);
});
