import { expect, test } from 'vitest';

import { installAll } from './install-all.js';

test('two installs of the same folder run once', async () => {
  const installed: string[] = [];
  const install = (name: string) => ({
    name,
    install: async () => installed.push(await Promise.resolve(name)),
  });
  await installAll(['Nx 24', 'Node 22', 'Nx 24'].map(install));
  expect(installed.sort()).toEqual(['Node 22', 'Nx 24']);
});

test('an install that fails ends the preparation', async () => {
  const failing = { name: 'Nx 24', install: () => Promise.reject(new Error('no network')) };
  await expect(installAll([failing])).rejects.toThrow('no network');
});
