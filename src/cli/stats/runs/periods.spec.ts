import { expect, test } from 'vitest';

import { periodsOf } from './periods.js';

const at = (text: string) => Date.parse(text);

test('a month is told day by day', () => {
  const { unit, names, nameOf } = periodsOf(at('2026-10-23T15:00:00Z'), at('2026-11-22T15:00:00Z'));
  expect(unit).toBe('day');
  expect([names.length, names[0], names.at(-1)]).toEqual([31, '2026-10-23', '2026-11-22']);
  expect(nameOf(at('2026-11-01T23:59:59Z'))).toBe('2026-11-01');
});

test('the last day is there although it has hardly begun', () => {
  const { names } = periodsOf(at('2026-11-20T15:00:00Z'), at('2026-11-22T01:00:00Z'));
  expect(names).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
});

test('more is told by weeks, which begin on Monday', () => {
  const { unit, names, nameOf } = periodsOf(at('2026-10-01T00:00:00Z'), at('2026-11-22T15:00:00Z'));
  expect(unit).toBe('week');
  expect(names).toEqual([
    ...['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09'],
    '2026-11-16',
  ]);
  expect(nameOf(at('2026-11-22T15:00:00Z'))).toBe('2026-11-16');
  expect(nameOf(at('2026-11-16T00:00:00Z'))).toBe('2026-11-16');
});
