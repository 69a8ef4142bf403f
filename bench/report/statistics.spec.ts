import { expect, test } from 'vitest';
import { spreadOf } from './statistics.mjs';

test('the spread of some values', () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, least: 1, most: 5, quartiles: [2, 4], count: 5 });
  expect(spreadOf([1, 2])?.median).toBe(1.5);
  expect(spreadOf([7])?.quartiles).toEqual([7, 7]);
  expect(spreadOf([])).toBeUndefined();
});
