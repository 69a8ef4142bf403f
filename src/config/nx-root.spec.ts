import { expect, test } from 'vitest';

import { findNxRoot } from './nx-root.js';

const nx = (workspaceRoot: unknown) => ({ exports: { workspaceRoot } });

test.each([
  ['/web/node_modules/nx/src/utils/workspace-root.js'],
  ['/web/node_modules/nx/dist/src/utils/workspace-root.js'],
  ['C:\\web\\node_modules\\nx\\dist\\src\\utils\\workspace-root.js'],
])('the root is what the module of Nx at %s says', (path) => {
  expect(findNxRoot({ '/a.js': { exports: {} }, [path]: nx('/web') })).toBe('/web');
});

test('the Nx of the workspace counts, which a global one has loaded', () => {
  const modules = {
    '/usr/lib/node_modules/nx/src/utils/workspace-root.js': nx('/by-global'),
    '/web/node_modules/nx/src/utils/workspace-root.js': nx('/web'),
  };
  expect(findNxRoot(modules)).toBe('/web');
});

test.each([
  ['no Nx is loaded', {}],
  ['its module has no root', { '/web/node_modules/nx/src/utils/workspace-root.js': nx(undefined) }],
  ['its module is under way', { '/web/node_modules/nx/src/utils/workspace-root.js': { exports: undefined } }],
  ['it is that of another package', { '/web/node_modules/my-nx/src/utils/workspace-root.js': nx('/web') }],
])('there is none where %s', (_, modules) => {
  expect(findNxRoot(modules)).toBeUndefined();
});
