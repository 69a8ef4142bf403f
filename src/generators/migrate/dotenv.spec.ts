import { expect, test } from 'vitest';

import { dotenvPathOf, readDotenv } from './dotenv.js';

test.each([
  ['A=b', 'b'],
  ['export A = b', 'b'],
  ['A="b c"', 'b c'],
  ["A='b' # why", 'b'],
  ['A=b # why', 'b'],
  ['A=b#c', 'b#c'],
  ['A=b=c', 'b=c'],
  ['A=', ''],
  ['A=${B}', undefined],
  ['# A=b', undefined],
])('%s', (text, value) => {
  expect(readDotenv(`B=1\r\n${text}\r\n`)['A']).toBe(value);
});

test.each([
  ['.env.secrets', '.env.secrets'],
  ['{workspaceRoot}/config/.env', 'config/.env'],
  ['./config//.env', 'config/.env'],
  ['../elsewhere/.env', undefined],
  ['/etc/env', undefined],
  [true, undefined],
])('dotenvPath %j is %s', (dotenvPath, path) => {
  expect(dotenvPathOf({ dotenvPath })).toBe(path);
});
