import { expect, test } from 'vitest';
import { findCacheDirectories } from './last-run.js';

test.each([
  [{}, '/workspace/.nx/cache'],
  [{ NX_CACHE_DIRECTORY: 'named' }, '/workspace/named'],
  [{ NX_CACHE_DIRECTORY: '/elsewhere' }, '/elsewhere'],
])('without an installed Nx, with %j, the cache directory is %s', (env, expected) => {
  expect(findCacheDirectories('/workspace', { started: env, env })).toEqual([expected]);
});
