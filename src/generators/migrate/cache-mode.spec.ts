import { expect, test } from 'vitest';

import { onlyWrites, toCacheMode } from './cache-mode.js';

test.each([
  [{}, undefined, false],
  [{ read: true, write: true }, undefined, false],
  [{ write: false }, 'read-only', false],
  [{ read: false, write: false }, 'no-cache', false],
  [{ read: false }, 'no-cache', true],
  // The runner takes a text for yes, whatever it says.
  [{ write: 'false' }, undefined, false],
])('%j is %s', (options, mode, only) => {
  expect(toCacheMode(options)).toBe(mode);
  expect(onlyWrites(options)).toBe(only);
});
