import { expect, test } from 'vitest';
import { createFakeShell } from '../../../test/support/fakes/shell.js';
import { treeOf } from '../../../test/support/fakes/tree.js';
import { initGenerator } from '../init/generator.js';
import { removeGenerator } from './generator.js';

const manifest = '{\n  "name": "web",\n  "devDependencies": {\n    "nx": "24.0.0"\n  }\n}\n';
const answers = { accountName: 'acmenxcache', container: 'artifacts' };
const schema = '"$schema": "./node_modules/nx/schemas/nx-schema.json"';

test.each([
  `{\n  ${schema},\n  // how many\n  "parallel": 3 // as CI has cores\n}\n`,
  `{\n\t${schema},\n\t"plugins": [ "a",\n\t\t"b" ],\n}`,
  `{ ${schema} }`,
  '{\r\n  "parallel": 3\r\n}\r\n',
  '{}\n',
])('what init did is undone, byte by byte: %j', (nxJson) => {
  const files = { 'nx.json': nxJson, 'package.json': manifest };
  const tree = treeOf({ ...files });
  initGenerator(tree, answers);
  expect(tree.files).not.toEqual(files);
  removeGenerator(tree, {});
  expect(tree.files).toEqual(files);
});

test('files that begin with a byte order mark are changed and restored, and keep it', () => {
  const files = { 'nx.json': '\uFEFF{\r\n  "parallel": 3\r\n}\r\n', 'package.json': `\uFEFF${manifest}` };
  const tree = treeOf({ ...files });
  initGenerator(tree, answers);
  expect(tree.files['nx.json']).toMatch(/^\uFEFF\{\r\n {2}"parallel": 3,\r\n {2}"azure"/);
  expect(tree.files['package.json']).toMatch(/^\uFEFF\{[^\uFEFF]*"npm:nx-azure-cache@/);
  removeGenerator(tree, {});
  expect(tree.files).toEqual(files);
});

test('remove installs, and prints what is left in Azure', () => {
  const azure = { ...answers, trust: { branches: ['main'], untrustedContainer: 'others' } };
  const tree = treeOf({ 'nx.json': JSON.stringify({ azure }), 'package.json': manifest });
  initGenerator(tree, {});
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(shell.ran).toEqual(['npm install']);
  expect(shell.said.join('')).toContain(
    'artifacts in "artifacts" and "others" of account "acmenxcache" were not deleted',
  );
});

test('if there is nothing to remove, nothing is changed or installed', () => {
  const files = { 'nx.json': '{ "parallel": 3 }', 'package.json': manifest };
  const tree = treeOf({ ...files });
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(tree.files).toEqual(files);
  expect(shell.ran).toEqual([]);
});

test.each([
  '{\n  "installation": {\n    "version": "24.0.6"\n  }\n}\n',
  '{\n  "installation": {\n    "version": "24.0.6",\n    "plugins": {\n      "@nx/js": "24.0.6"\n    }\n  }\n}\n',
])('what init did to an nx.json that names the packages is undone, and uninstalled: %j', (nxJson) => {
  const tree = treeOf({ 'nx.json': nxJson });
  initGenerator(tree, answers);
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(tree.files).toEqual({ 'nx.json': nxJson });
  expect(shell.ran).toEqual(['npm uninstall nx-azure-cache @nx/powerpack-azure-cache']);
});
