import { expect, test } from 'vitest';

import { release } from './frames.js';

const frees = 'transfer' in ArrayBuffer.prototype;

test('a buffer with memory of its own is empty afterwards, where this Node can do that', () => {
  const buffer = Buffer.allocUnsafeSlow(100_000);
  release(buffer);
  expect(buffer.length).toBe(frees ? 0 : 100_000);
});

test.each([
  ['a part of the pool of Node', () => Buffer.from('small')],
  ['less than half of its memory', () => Buffer.allocUnsafeSlow(100_000).subarray(0, 40_000)],
])('%s stays as it is', (_, make) => {
  const buffer = make();
  const before = Buffer.from(buffer).toString('hex');
  release(buffer);
  expect(buffer.toString('hex')).toBe(before);
});

test('an empty buffer is released without an error', () => {
  const buffer = Buffer.allocUnsafeSlow(0);
  expect(() => {
    release(buffer);
  }).not.toThrow();
  expect(buffer.length).toBe(0);
});
