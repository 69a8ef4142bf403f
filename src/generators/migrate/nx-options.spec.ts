import { expect, test } from 'vitest';

import { moveNxOptions } from './nx-options.js';

test('operations become targetDefaults, unless these say something', () => {
  const nxJson = { targetDefaults: { build: { cache: false }, test: { inputs: [] }, lint: { cache: true } } };
  const { edits, names } = moveNxOptions(nxJson, { cacheableOperations: ['build', 'test', 'lint', 'e2e'] });
  expect(names).toEqual(['cacheableOperations']);
  expect(edits).toEqual([
    { path: ['targetDefaults', 'test', 'cache'], value: true },
    { path: ['targetDefaults', 'e2e', 'cache'], value: true },
  ]);
});

test('defaults that are a list, or hidden by those of an executor, are for the user to look at', () => {
  const nxJson = {
    targetDefaults: { build: [{ cache: true }], '@nx/jest:jest': {}, '@nx/js:tsc': { cache: true } },
  };
  const { edits, todo } = moveNxOptions(nxJson, { cacheableOperations: ['build', 'test'] });
  expect(edits).toEqual([{ path: ['targetDefaults', 'test', 'cache'], value: true }]);
  expect(todo).toEqual([
    expect.stringContaining('targetDefaults.build, a list'),
    expect.stringContaining('"@nx/jest:jest"'),
  ]);
});

test.each([
  [{ parallel: 4 }, 4],
  [{ parallel: '4' }, 4],
  [{ parallel: true, maxParallel: 5 }, 5],
  [{ maxParallel: 6 }, 6],
  [{ parallel: false, maxParallel: 6 }, 1],
])('the options %j become "parallel": %s', (options, parallel) => {
  const { edits, names } = moveNxOptions({}, options);
  expect(edits).toEqual([{ path: ['parallel'], value: parallel }]);
  expect(names).toEqual(Object.keys(options));
});

test('a value of nx.json stays, and a difference is reported', () => {
  const options = { parallel: 4, cacheDirectory: '.cache', useDaemonProcess: false };
  const { edits, todo } = moveNxOptions({ parallel: 2, useDaemonProcess: false }, options);
  expect(edits).toEqual([{ path: ['cacheDirectory'], value: '.cache' }]);
  expect(todo).toEqual([expect.stringContaining('Decide on "parallel": nx.json has 2')]);
});

test("a runner's own options are left to it", () => {
  expect(moveNxOptions({}, { container: 'nx' })).toEqual({ names: [], edits: [], todo: [] });
});
