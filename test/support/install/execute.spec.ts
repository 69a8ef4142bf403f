import { expect, test } from 'vitest';

import { withoutShell } from './execute.js';

const node = 'C:\\Program Files\\nodejs\\node.exe';

test('npm needs no shell on Windows', () => {
  expect(withoutShell(['npm', 'install', 'nx@^24'], { platform: 'win32', execPath: node })).toEqual([
    node,
    'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js',
    'install',
    'nx@^24',
  ]);
});

test.each([
  ['linux', 'npm'],
  ['darwin', 'npm'],
  ['win32', 'tar'],
] as const)('on %s %s is started by its name', (platform, name) => {
  expect(withoutShell([name, '-v'], { platform, execPath: '/bin/node' })).toEqual([name, '-v']);
});
