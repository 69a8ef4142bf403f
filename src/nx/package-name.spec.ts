import { expect, test } from 'vitest';
import { isThisPackage } from './package-name.js';

test.each([
  [{ name: 'nx-azure-cache' }, true],
  [{ name: '@acme/nx-azure-cache' }, true],
  [{ name: '@acme/mirror', bin: { 'nx-azure-cache': 'cli.js' } }, true],
  [{ name: '@nx/powerpack-azure-cache' }, false],
  [{ name: '@acme/mirror', bin: 'nx-azure-cache' }, false],
  [{ name: 'my-nx-azure-cache' }, false],
  [{}, false],
])('the package %j is this one: %s', (identity, expected) => {
  expect(isThisPackage(identity)).toBe(expected);
});
