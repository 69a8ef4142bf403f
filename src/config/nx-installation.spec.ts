import { expect, test } from 'vitest';

import { nxWrapper } from './nx-installation.js';

test.each([
  ['win32', '.\\nx'],
  ['darwin', './nx'],
  ['linux', './nx'],
] as const)('on %s the wrapper is started as %s', (platform, command) => {
  expect(nxWrapper(platform)).toBe(command);
});
