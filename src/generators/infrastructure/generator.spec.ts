import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { treeOf } from '../../../test/support/fakes/tree.js';
import { infrastructureGenerator } from './generator.js';

const folder = 'infrastructure/nx-cache';
const bicep = [`${folder}/main.bicep`, `${folder}/main.bicepparam`];
const terraform = [`${folder}/main.tf`, `${folder}/terraform.tfvars`];
const nxJson = '{ // a comment\n "azure": { "accountName": "acmenxcache", "container": "artifacts" }, }';

describe('the generator', () => {
  test.each([
    ['bicep', bicep],
    ['terraform', terraform],
    ['both', [...bicep, ...terraform]],
  ])('writes with --format=%s the files %s', (format, paths) => {
    const tree = treeOf({ 'nx.json': nxJson });
    infrastructureGenerator(tree, { format });
    expect(Object.keys(tree.files)).toEqual(['nx.json', ...paths]);
  });

  test('copies the templates of the package as they are', () => {
    const tree = treeOf({ 'nx.json': nxJson });
    infrastructureGenerator(tree, { format: 'both' });
    for (const name of ['main.bicep', 'main.tf'])
      expect(tree.files[`${folder}/${name}`]).toBe(readFileSync(`infrastructure/${name}`, 'utf8'));
  });

  test('takes its defaults from nx.json, comments or not, and works without one', () => {
    const tree = treeOf({ 'nx.json': nxJson });
    infrastructureGenerator(tree, {});
    expect(tree.files[`${folder}/main.bicepparam`]).toContain(
      "param untrustedContainer = 'artifacts-untrusted'",
    );
    const bare = treeOf({});
    infrastructureGenerator(bare, { accountName: 'acmenxcache', directory: 'infra/' });
    expect(Object.keys(bare.files)).toEqual(['infra/main.bicep', 'infra/main.bicepparam']);
  });

  test('changes nothing when it runs again with the same options', () => {
    const tree = treeOf({ 'nx.json': nxJson });
    infrastructureGenerator(tree, { format: 'both' });
    const before = { ...tree.files };
    infrastructureGenerator(tree, { format: 'both' });
    expect(tree.files).toEqual(before);
  });

  test.each([...bicep, ...terraform])(
    'keeps an edited %s, and writes nothing, without --overwrite',
    (path) => {
      const tree = treeOf({ 'nx.json': nxJson, [path]: '# mine' });
      expect(() => infrastructureGenerator(tree, { format: 'both' })).toThrow(`${path} would change`);
      expect(Object.keys(tree.files)).toEqual(['nx.json', path]);
      infrastructureGenerator(tree, { format: 'both', overwrite: true });
      expect(tree.files[path]).not.toBe('# mine');
    },
  );

  test('accepts files that git checked out with CRLF', () => {
    const tree = treeOf({ 'nx.json': nxJson });
    infrastructureGenerator(tree, { format: 'both' });
    const files = Object.entries(tree.files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]);
    const again = treeOf(Object.fromEntries(files) as Record<string, string>);
    expect(() => infrastructureGenerator(again, { format: 'both' })).not.toThrow();
  });
});
