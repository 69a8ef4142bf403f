import { expect, test } from 'vitest';

import { treeOf } from '../../../test/fakes/tree.js';
import { infrastructureGenerator } from './generator.js';

const bicep = 'infrastructure/nx-cache/main.bicep';
const terraform = 'infrastructure/nx-cache/main.tf';
const nxJson = '{ // a comment\n "azure": { "accountName": "acmenxcache", "container": "artifacts" }, }';

test.each([
  ['bicep', [bicep]],
  ['terraform', [terraform]],
  ['both', [bicep, terraform]],
])('--format=%s writes %s', (format, paths) => {
  const tree = treeOf({ 'nx.json': nxJson });
  infrastructureGenerator(tree, { format });
  expect(Object.keys(tree.files)).toEqual(['nx.json', ...paths]);
});

test('takes its defaults from nx.json, comments or not, and works without one', () => {
  const tree = treeOf({ 'nx.json': nxJson });
  infrastructureGenerator(tree, {});
  expect(tree.files[bicep]).toContain("name: 'artifacts-untrusted'");
  const bare = treeOf({});
  infrastructureGenerator(bare, { accountName: 'acmenxcache', directory: 'infra/' });
  expect(Object.keys(bare.files)).toEqual(['infra/main.bicep']);
});

test('the same options change nothing', () => {
  const tree = treeOf({ 'nx.json': nxJson });
  infrastructureGenerator(tree, { format: 'both' });
  const before = { ...tree.files };
  infrastructureGenerator(tree, { format: 'both' });
  expect(tree.files).toEqual(before);
});

test('a template that was edited stays, and nothing is written, until --overwrite says so', () => {
  const tree = treeOf({ 'nx.json': nxJson, [terraform]: '# mine' });
  expect(() => infrastructureGenerator(tree, { format: 'both' })).toThrow(`${terraform} would change`);
  expect(Object.keys(tree.files)).toEqual(['nx.json', terraform]);
  infrastructureGenerator(tree, { format: 'both', overwrite: true });
  expect(tree.files[terraform]).toContain('azurerm_storage_account');
});

test('a template that git checked out with the ends of lines of Windows is as it was', () => {
  const tree = treeOf({ 'nx.json': nxJson });
  infrastructureGenerator(tree, { format: 'both' });
  const files = Object.entries(tree.files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]);
  const again = treeOf(Object.fromEntries(files) as Record<string, string>);
  expect(() => infrastructureGenerator(again, { format: 'both' })).not.toThrow();
});
