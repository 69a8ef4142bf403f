import { expect, test } from 'vitest';
import { formatKeyText, parseKeyText } from './key-text.js';

const key = 'q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8SNFY=';

test.each([
  ['main', key],
  ['main-2025_b', key],
  ['a'.repeat(32), `${'A'.repeat(43)}=`],
])('%s:%s is a key, there and back', (id, base64) => {
  expect(parseKeyText(`${id}:${base64}`)).toEqual({ id, key: base64 });
  expect(formatKeyText({ id, key: base64 })).toBe(`${id}:${base64}`);
});

test.each([
  ['nothing', ''],
  ['no id', key],
  ['an empty id', `:${key}`],
  ['an id that is too long', `${'a'.repeat(33)}:${key}`],
  ['an id with a space', `my key:${key}`],
  ['an id with a dot', `a.b:${key}`],
  ['a third part', `main:${key}:more`],
  ['no key', 'main:'],
  ['31 bytes', `main:${Buffer.alloc(31).toString('base64')}`],
  ['33 bytes', `main:${Buffer.alloc(33).toString('base64')}`],
  ['64 bytes', `main:${Buffer.alloc(64).toString('base64')}`],
  ['base64 without its padding', `main:${key.slice(0, -1)}`],
  ['base64 with bits left over', `main:${'A'.repeat(42)}B=`],
  ['base64url', `main:${Buffer.alloc(32, 0xff).toString('base64url')}`],
  ['hex', `main:${'0'.repeat(64)}`],
  ['a line end within', `main:${key.slice(0, 20)}\n${key.slice(20)}`],
])('a text with %s is no key', (_, text) => {
  expect(parseKeyText(text)).toBeUndefined();
});
