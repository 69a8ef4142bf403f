import { expect, test } from 'vitest';
import { publicHalf } from './signing-key.js';

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

test('the public half is that of RFC 8032 (test 1)', () => {
  const seed = base64('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  const key = base64('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  expect(publicHalf({ id: 'main', key: seed })).toEqual({ id: 'main', key });
});
