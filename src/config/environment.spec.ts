import { expect, test } from 'vitest';
import { present, readVariable } from './environment.js';

test.each([
  ['value', 'value'],
  ['  value\n', 'value'],
  ['two words', 'two words'],
  ['', undefined],
  [' \t\r\n', undefined],
  [undefined, undefined],
])('%j is %j', (text, expected) => {
  expect(present(text)).toBe(expected);
});

test('a variable is read without the space around it', () => {
  const env = { GIVEN: ' a ', BLANK: ' ' };
  expect(readVariable(env, 'GIVEN')).toBe('a');
  expect(readVariable(env, 'BLANK')).toBeUndefined();
  expect(readVariable(env, 'ABSENT')).toBeUndefined();
});
