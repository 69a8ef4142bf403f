import { expect, test } from 'vitest';

import { createPatience } from './patience.js';

const error = (code: string) => Object.assign(new Error(code), { code });

/** A file call that fails so often, with the pauses between its attempts. */
function setUp(platform: NodeJS.Platform = 'win32') {
  const pauses: number[] = [];
  const patience = createPatience(platform, (ms) => pauses.push(ms));
  const attempt = (failures: number, code: string) => {
    let left = failures;
    return patience(() => {
      if (left-- > 0) throw error(code);
      return 'done';
    });
  };
  return { pauses, attempt, waited: () => pauses.reduce((sum, ms) => sum + ms, 0) };
}

test.each(['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY'])(
  'an operation on a held file (%s) is repeated until the file is free',
  (code) => {
    const { pauses, attempt } = setUp();
    expect(attempt(3, code)).toBe('done');
    expect(pauses).toEqual([10, 20, 40]);
  },
);

test.each([
  [1900, 'done'],
  [2100, 'EBUSY'],
])('a file that is held for %i ms: %s', (ms, outcome) => {
  let now = 0;
  const patience = createPatience('win32', (pause) => (now += pause));
  const call = () => {
    if (now < ms) throw error('EBUSY');
    return 'done';
  };
  if (outcome === 'done') expect(patience(call)).toBe(outcome);
  else expect(() => patience(call)).toThrow(outcome);
  expect(now).toBe(2000);
});

test('a file that never becomes free is given up after 2 s, and the next one at once', () => {
  const { attempt, waited } = setUp();
  expect(() => attempt(Infinity, 'EPERM')).toThrow('EPERM');
  expect(waited()).toBe(2000);
  expect(() => attempt(1, 'EPERM')).toThrow('EPERM');
  expect(waited()).toBe(2000);
});

test('the time lost on a file that never becomes free is not given back by another file', () => {
  const { attempt, waited } = setUp();
  expect(() => attempt(Infinity, 'EPERM')).toThrow('EPERM');
  expect(attempt(0, '')).toBe('done');
  expect(() => attempt(Infinity, 'EPERM')).toThrow('EPERM');
  expect(waited()).toBe(2000);
});

test('a file that becomes free gives its time back', () => {
  const { attempt, waited } = setUp();
  for (let i = 0; i < 10; i++) attempt(6, 'EBUSY');
  expect(waited()).toBe(6300);
});

test('another error is thrown at once', () => {
  const { pauses, attempt } = setUp();
  expect(() => attempt(1, 'ENOENT')).toThrow('ENOENT');
  expect(pauses).toEqual([]);
});

test.each(['linux', 'darwin'] as const)('on %s no operation is repeated', (platform) => {
  const { pauses, attempt } = setUp(platform);
  expect(() => attempt(1, 'EPERM')).toThrow('EPERM');
  expect(pauses).toEqual([]);
});
