import { expect, test } from 'vitest';
import { treeOf } from '../../test/support/fakes/tree.js';
import { detectPackageManager } from './package-manager.js';

const nxJson = '{ /* ours */ "cli": { "packageManager": "pnpm" }, }';

test.each<[string, Record<string, string>, string]>([
  ['npm', { 'package-lock.json': '{}' }, 'npm install'],
  ['pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm install --no-frozen-lockfile'],
  ['yarn', { 'yarn.lock': '' }, 'yarn install'],
  ['bun', { 'bun.lock': '' }, 'bun install'],
  ['bun of old', { 'bun.lockb': '' }, 'bun install'],
  ['yarn before npm, as Nx', { 'package-lock.json': '{}', 'yarn.lock': '' }, 'yarn install'],
  ['what nx.json says', { 'yarn.lock': '', 'nx.json': nxJson }, 'pnpm install --no-frozen-lockfile'],
  ['what package.json says', { 'package.json': '{ "packageManager": "yarn@4.9.1" }' }, 'yarn install'],
  ['one that is not known', { 'package.json': '{ "packageManager": "vlt@1.0.0" }' }, 'npm install'],
  ['nothing to tell', {}, 'npm install'],
])('with %s the install command is right', (_, files, install) => {
  expect(detectPackageManager(treeOf(files)).install).toBe(install);
});
