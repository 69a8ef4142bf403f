import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { version } from '../../../package.json';
import { createWorkspace } from '../../../test/fakes/setup.js';
import { installCommand, removeCommand } from './packages.js';

const alias = '@nx/powerpack-azure-cache@npm:nx-azure-cache';

test.each([
  [{}, `npm install -D ${alias}`, 'npm uninstall x'],
  [{ 'package-lock.json': '{}' }, `npm install -D ${alias}`, 'npm uninstall x'],
  [{ 'pnpm-lock.yaml': '' }, `pnpm add -D ${alias}`, 'pnpm remove x'],
  [{ 'yarn.lock': '' }, `yarn add -D ${alias}@^${version}`, 'yarn remove x'],
  [{ 'bun.lock': '' }, `bun add -d ${alias}`, 'bun remove x'],
  [{ 'package.json': '{ "packageManager": "pnpm@10.1.0" }' }, `pnpm add -D ${alias}`, 'pnpm remove x'],
  [
    { 'pnpm-lock.yaml': '', 'package.json': '{ "packageManager": "npm@11.0.0" }' },
    `pnpm add -D ${alias}`,
    'pnpm remove x',
  ],
  [
    { 'pnpm-lock.yaml': '', 'nx.json': '{ "cli": { "packageManager": "npm" } }' },
    `npm install -D ${alias}`,
    'npm uninstall x',
  ],
  [
    { 'nx.json': '{ "installation": { "version": "24.0.6" } }' },
    './nx add nx-azure-cache',
    'remove x from installation.plugins in nx.json, then run npm uninstall --prefix .nx/installation x',
  ],
  [
    { 'nx.json': '{ "installation": { "version": "24.0.6" } }', 'package.json': '{}' },
    `npm install -D ${alias}`,
    'npm uninstall x',
  ],
  [{ 'package.json': '{' }, `npm install -D ${alias}`, 'npm uninstall x'],
])('the commands for a workspace with %j', (files, install, remove) => {
  const root = createWorkspace({});
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  expect([installCommand(root), removeCommand(root, 'x')]).toEqual([install, remove]);
});
