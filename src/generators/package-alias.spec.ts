import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { treeOf } from '../../test/support/fakes/tree.js';
import { alias } from '../nx/package-name.js';
import { addAlias, removeAlias } from './package-alias.js';

const specifier = `npm:nx-azure-cache@${version}`;
const print = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const workspaceWith = (manifest: object, files: Record<string, string> = {}) =>
  treeOf({ 'package.json': print(manifest), ...files });

describe('package.json gets the alias, which every manager reads:', () => {
  test.each(['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', '.yarnrc.yml', 'bun.lock'])('%s', (file) => {
    const tree = workspaceWith({ devDependencies: { 'nx-azure-cache': '^0.1.0' } }, { [file]: '' });
    expect(addAlias(tree)).toBe(true);
    expect(tree.files['package.json']).toBe(print({ devDependencies: { [alias]: specifier } }));
  });
});

const local = 'file:../nx-azure-cache.tgz';

test.each<[string, object, object]>([
  ['nothing', { name: 'web' }, { name: 'web', devDependencies: { [alias]: specifier } }],
  [
    'others, among which it is sorted',
    { devDependencies: { '@acme/tool': '1.0.0', 'nx-azure-cache': '^0.1.0', nx: '24.0.0' } },
    { devDependencies: { '@acme/tool': '1.0.0', [alias]: specifier, nx: '24.0.0' } },
  ],
  [
    'the own name among the dependencies alone',
    { dependencies: { 'nx-azure-cache': '0.1.0' }, devDependencies: { nx: '24.0.0' } },
    { devDependencies: { [alias]: specifier, nx: '24.0.0' } },
  ],
  ['a file', { devDependencies: { 'nx-azure-cache': local } }, { devDependencies: { [alias]: local } }],
  [
    'an older alias beside a new one of the own name',
    { dependencies: { [alias]: 'npm:nx-azure-cache@0.0.9', 'nx-azure-cache': '^0.1.0' } },
    { dependencies: { [alias]: specifier } },
  ],
  [
    'the package that the alias stands in for',
    { devDependencies: { [alias]: '^4.0.0' } },
    { devDependencies: { [alias]: specifier } },
  ],
])('package.json gets the alias after %s', (_, before, after) => {
  const tree = workspaceWith(before);
  expect(addAlias(tree)).toBe(true);
  expect(tree.files['package.json']).toBe(print(after));
  expect(addAlias(tree)).toBe(false);
  expect(tree.files['package.json']).toBe(print(after));
});

test.each([
  specifier,
  'npm:nx-azure-cache',
  'npm:nx-azure-cache@^0.1.0',
  local,
  'https://acme.example/a.tgz',
])('an alias that is this package stays: %s', (given) => {
  const tree = workspaceWith({ devDependencies: { [alias]: given } });
  expect(addAlias(tree)).toBe(false);
  expect(tree.files['package.json']).toBe(print({ devDependencies: { [alias]: given } }));
});

test.each<[string, object]>([
  ['nothing else', { name: 'web' }],
  ['other packages', { devDependencies: { '@acme/tool': '1.0.0', nx: '24.0.0' } }],
  ['keys behind', { devDependencies: { nx: '24.0.0' }, private: true }],
])('removing the alias restores package.json, with %s', (_, manifest) => {
  const tree = workspaceWith(manifest);
  addAlias(tree);
  expect(removeAlias(tree)).toBe(true);
  expect(tree.files['package.json']).toBe(print(manifest));
  expect(removeAlias(tree)).toBe(false);
});

test('both names are removed', () => {
  const tree = workspaceWith({
    dependencies: { 'nx-azure-cache': '1' },
    devDependencies: { [alias]: 'npm:nx-azure-cache@1', nx: '24' },
  });
  expect(removeAlias(tree)).toBe(true);
  expect(tree.files['package.json']).toBe(print({ devDependencies: { nx: '24' } }));
});

test('without package.json the error says what to do', () => {
  expect(() => addAlias(treeOf({}))).toThrow(/there is no package\.json.*npm init/);
});
