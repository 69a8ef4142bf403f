import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { createFakeShell } from '../../test/support/fakes/shell.js';
import { folderTreeOf } from '../../test/support/fakes/folder-tree.js';
import { alias } from '../nx/package-name.js';
import { show } from '../config/show.js';
import { findDeclared } from './declared-package.js';
import { initGenerator } from './init/generator.js';
import { migrateGenerator } from './migrate/generator.js';
import { removeGenerator } from './remove/generator.js';

type Files = Record<string, string>;
const print = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const nxJson = print({ azure: { container: 'cache', accountName: 'acmenxcache' } });

const workspace = (specifier: string, files: Files = {}) =>
  folderTreeOf({
    'nx.json': nxJson,
    'package.json': print({ devDependencies: { [alias]: specifier, nx: '24.0.0' } }),
    ...files,
  });

const ours = 'npm:nx-azure-cache@^0.1.0';
const pnpm = (specifier: string) => ({
  'pnpm-workspace.yaml': `packages: ['*']\ncatalog:\n  "${alias}": ${specifier}\ncatalogs:\n  tools:\n    '${alias}': ${specifier}\n`,
});
const yarn = (specifier: string) => ({ '.yarnrc.yml': `catalog:\n  "${alias}": "${specifier}"\n` });
const bun = (specifier: string, key = 'workspaces') => ({
  'package.json': print({
    devDependencies: { [alias]: 'catalog:' },
    ...(key === 'workspaces'
      ? { workspaces: { packages: [], catalog: { [alias]: specifier } } }
      : { catalogs: { default: { [alias]: specifier } } }),
  }),
});
const installed = (name: string, more = {}) => ({
  [`node_modules/${alias}/package.json`]: JSON.stringify({ name, ...more }),
});
const mirror = installed('@acme/azure-mirror', { bin: { 'nx-azure-cache': 'dist/cli.js' } });
const folder = (name: string) => ({ 'vendor/cache/package.json': JSON.stringify({ name }) });
const patched = 'patch:nx-azure-cache@npm%3A0.1.0#~/.yarn/patches/nx-azure-cache-npm-0.1.0-1f.patch';
const patchedAlias = `patch:${alias}@npm%3Anx-azure-cache@0.1.0#./a.patch`;

type Row = [string, Files, 'this package' | 'another package' | 'unknown'];
const locks = { npm: 'package-lock.json', yarn: 'yarn.lock', pnpm: 'pnpm-lock.yaml', bun: 'bun.lock' };

/** A declaration of which the package manager makes something else. */
const led = (manager: keyof typeof locks, specifier: string, more: object): [string, Files] => [
  specifier,
  {
    'package.json': print({
      name: 'web',
      ...(manager === 'pnpm' && { packageManager: 'pnpm@10.34.9' }),
      devDependencies: { [alias]: specifier, tools: ours },
      ...more,
    }),
    [locks[manager]]: '',
  },
];
const ledByYaml = (specifier: string, overrides: string): [string, Files] => {
  const [, files] = led('pnpm', specifier, {});
  return [specifier, { ...files, 'pnpm-workspace.yaml': `overrides:\n  ${overrides}\n` }];
};
const to = (specifier: unknown, key = alias) => ({ [key]: specifier });
const theirs = '^4.0.0';
const both = (row: [string, Files], name: string): [string, Files] => [
  row[0],
  { ...row[1], ...installed(name) },
];

/** Yarn 1 keeps the resolutions for dependencies of dependencies. */
const classic = (specifier: string, resolution: string): [string, Files] => {
  const [, files] = led('yarn', specifier, { resolutions: to(resolution) });
  return [specifier, { ...files, 'yarn.lock': '# yarn lockfile v1\n' }];
};
/** pnpm, of a version that nothing names. */
const ofSomePnpm = (specifier: string, override: string): [string, Files] =>
  led('pnpm', specifier, { packageManager: undefined, pnpm: { overrides: to(override) } });
/** package.json leads here, and pnpm-workspace.yaml to the vendor. */
const ledByBoth = (packageManager: string | undefined): [string, Files] => {
  const [, files] = led('pnpm', ours, { packageManager, pnpm: { overrides: to(ours) } });
  return [ours, { ...files, 'pnpm-workspace.yaml': `overrides:\n  '${alias}': ${theirs}\n` }];
};

const overridden: Row[] = [
  [...led('npm', theirs, { overrides: to(ours) }), 'this package'],
  [...led('npm', ours, { overrides: to(theirs) }), 'another package'],
  [...led('npm', ours, { overrides: to(`$${alias}`) }), 'this package'],
  [...led('npm', theirs, { overrides: to('$tools') }), 'this package'],
  [...led('npm', theirs, { overrides: to({ '.': ours, semver: '7' }) }), 'this package'],
  [...led('npm', ours, { overrides: to({ semver: '7' }) }), 'this package'],
  [...led('npm', ours, { overrides: to(to(theirs), '@acme/tools') }), 'this package'],
  [...led('npm', ours, { resolutions: to(theirs), pnpm: { overrides: to(theirs) } }), 'this package'],
  [...led('yarn', theirs, { resolutions: to(ours) }), 'this package'],
  [...led('yarn', ours, { resolutions: to(theirs) }), 'another package'],
  [...led('yarn', ours, { resolutions: to(theirs, `**/${alias}`) }), 'this package'],
  [...classic(ours, theirs), 'this package'],
  [...classic(theirs, ours), 'another package'],
  [...led('yarn', ours, { packageManager: 'yarn@1.22.22', resolutions: to(theirs) }), 'this package'],
  [...led('yarn', ours, { resolutions: to(theirs, `web/${alias}`) }), 'another package'],
  [...led('yarn', ours, { resolutions: to(theirs, `@acme/tools/${alias}`) }), 'this package'],
  [...led('yarn', theirs, { resolutions: to(patched, `${alias}@npm:${theirs}`) }), 'this package'],
  [...led('yarn', theirs, { resolutions: to(ours, `${alias}@npm:^3.0.0`) }), 'unknown'],
  [...both(led('yarn', theirs, { resolutions: to(ours, `${alias}@npm:^3.0.0`) }), alias), 'another package'],
  [...led('yarn', theirs, { resolutions: to('4.1.0', `${alias}@npm:^3.0.0`) }), 'another package'],
  [...led('yarn', ours, { overrides: to(theirs) }), 'this package'],
  [...led('pnpm', theirs, { pnpm: { overrides: to(ours) } }), 'this package'],
  [...led('pnpm', ours, { pnpm: { overrides: to(theirs) } }), 'another package'],
  [...led('pnpm', ours, { resolutions: to(theirs) }), 'another package'],
  [...led('pnpm', ours, { overrides: to(theirs) }), 'this package'],
  [...led('pnpm', ours, { pnpm: { overrides: to('-') } }), 'unknown'],
  [...led('pnpm', ours, { pnpm: { overrides: to(theirs, `@acme/tools>${alias}`) } }), 'this package'],
  [...led('pnpm', theirs, { pnpm: { overrides: to(ours, `web>${alias}`) } }), 'this package'],
  [...led('pnpm', theirs, { pnpm: { overrides: to(ours, `${alias}@4`) } }), 'unknown'],
  [
    ...both(led('pnpm', theirs, { pnpm: { overrides: to(ours, `${alias}@4`) } }), 'nx-azure-cache'),
    'this package',
  ],
  [
    ...led('pnpm', ours, { packageManager: 'pnpm@11.28.11', pnpm: { overrides: to(theirs) } }),
    'this package',
  ],
  [...led('pnpm', theirs, { packageManager: 'pnpm@12.0.0', resolutions: to(ours) }), 'another package'],
  [...ofSomePnpm(theirs, ours), 'unknown'],
  [...ofSomePnpm(theirs, '4.1.0'), 'another package'],
  [...both(ofSomePnpm(theirs, ours), 'nx-azure-cache'), 'this package'],
  [...both(ofSomePnpm(ours, theirs), alias), 'another package'],
  [...ledByBoth('pnpm@10.34.9'), 'this package'],
  [...ledByBoth('pnpm@11.28.11'), 'another package'],
  [...ledByBoth(undefined), 'unknown'],
  [...ledByYaml(theirs, `'${alias}': ${ours}`), 'this package'],
  [...ledByYaml(ours, `'${alias}': ${theirs}`), 'another package'],
  [...ledByYaml(theirs, `'${alias}': 'catalog:'\ncatalog:\n  '${alias}': ${ours}`), 'this package'],
  [...led('bun', theirs, { overrides: to(ours) }), 'this package'],
  [...led('bun', ours, { overrides: to(theirs) }), 'this package'],
  [...led('bun', ours, { resolutions: to(theirs) }), 'this package'],
  [...led('bun', theirs, { overrides: to(ours), resolutions: to(theirs) }), 'this package'],
  [...led('bun', theirs, { resolutions: to(ours, `**/${alias}`) }), 'this package'],
];

const rows: Row[] = [
  ...overridden,
  ['^4.0.0', {}, 'another package'],
  ['latest', {}, 'another package'],
  ['npm:^4.0.0', {}, 'another package'],
  ['npm:@nx/azure-cache@5', {}, 'another package'],
  [ours, {}, 'this package'],
  ['npm:nx-azure-cache', {}, 'this package'],
  ['npm:@acme/nx-azure-cache@0.1.0', {}, 'this package'],
  ['npm:@acme/azure-mirror@1', mirror, 'this package'],
  ['npm:@acme/azure-mirror@1', installed('@acme/azure-mirror'), 'another package'],
  ['npm:@acme/azure-mirror@1', {}, 'unknown'],
  ['catalog:', pnpm(ours), 'this package'],
  ['catalog:default', pnpm(ours), 'this package'],
  ['catalog:tools', pnpm(ours), 'this package'],
  ['catalog:', pnpm('^4.0.0'), 'another package'],
  ['catalog:none', pnpm(ours), 'unknown'],
  ['catalog:none', { ...pnpm('^4.0.0'), ...installed('nx-azure-cache') }, 'this package'],
  ['catalog:', { 'pnpm-workspace.yaml': 'catalog: [' }, 'unknown'],
  ['catalog:', yarn(ours), 'this package'],
  ['catalog:', yarn('^4.0.0'), 'another package'],
  ['catalog:', bun(ours), 'this package'],
  ['catalog:', bun(ours, 'catalogs'), 'this package'],
  ['catalog:', bun('^4.0.0'), 'another package'],
  ['workspace:nx-azure-cache@*', {}, 'this package'],
  ['workspace:*', {}, 'unknown'],
  ['workspace:*', installed('nx-azure-cache'), 'this package'],
  ['workspace:*', installed(alias), 'unknown'],
  ['workspace:./vendor/cache', folder('nx-azure-cache'), 'this package'],
  [patched, {}, 'this package'],
  [patchedAlias, {}, 'this package'],
  [`patch:${alias}@npm%3A4.0.0#./a.patch`, {}, 'another package'],
  ['link:./vendor/cache', folder('nx-azure-cache'), 'this package'],
  ['link:vendor/cache', folder(alias), 'another package'],
  ['portal:./vendor/cache', folder('nx-azure-cache'), 'this package'],
  ['file:./vendor/cache', folder('nx-azure-cache'), 'this package'],
  ['./vendor/cache', folder('nx-azure-cache'), 'this package'],
  ['link:./gone', {}, 'unknown'],
  ['file:../a.tgz', {}, 'unknown'],
  ['file:../a.tgz', installed('nx-azure-cache'), 'this package'],
  ['file:../a.tgz', installed(alias), 'another package'],
  ['https://acme.example/a.tgz', installed('nx-azure-cache'), 'this package'],
  ['git+ssh://git@acme.example/cache.git#v1', installed('nx-azure-cache'), 'this package'],
  ['git+ssh://git@acme.example/cache.git#v1', {}, 'unknown'],
  ['git+https://user:made-up-secret@acme.example/cache.git', {}, 'unknown'],
  ['acme/cache', {}, 'unknown'],
];

test.each(rows)('the declaration %s, with %j, is %s', (specifier, files, expected) => {
  expect(findDeclared(workspace(specifier, files), alias)?.is).toBe(expected);
});

const kept = rows.filter(([, , is]) => is !== 'another package');

test.each(kept)(
  'init, with "%s" and %j, leaves it alone; what is unknown it says',
  (specifier, files, is) => {
    const tree = workspace(specifier, files);
    const before = { ...tree.files };
    const shell = createFakeShell();
    initGenerator(tree, { skipDoctor: true }, shell)();
    expect({ ...tree.files, 'nx.json': '' }).toEqual({ ...before, 'nx.json': '' });
    const told = `"${alias}": ${show(specifier)} in package.json was not changed: it may or may not be nx-azure-cache`;
    expect(shell.said.join('').includes(told)).toBe(is === 'unknown');
    expect(shell.said.join('')).not.toMatch(/It replaces|made-up-secret/);
  },
);

test.each(kept)('migrate, with "%s" and %j, has nothing to migrate', (specifier, files, is) => {
  const tree = workspace(specifier, files);
  const before = { ...tree.files };
  const shell = createFakeShell();
  migrateGenerator(tree, {}, shell);
  expect(tree.files).toEqual(before);
  expect(shell.said.join('').includes('it may or may not be')).toBe(is === 'unknown');
});

test.each(rows)('remove, with "%s" and %j, takes it out only if it is %s', (specifier, files, is) => {
  const tree = workspace(specifier, files);
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(findDeclared(tree, alias) === undefined).toBe(is === 'this package');
  expect(shell.said.join('').includes(`"${alias}": ${show(specifier)} in package.json was not removed`)).toBe(
    is !== 'this package',
  );
});

const lock = (manager: keyof typeof locks) => ({ [locks[manager]]: '' });
const dependencies = { nx: '24.0.0' };
const packageManager = 'pnpm@10.34.9';

test.each<[keyof typeof locks, object]>([
  ['npm', { overrides: to(ours) }],
  ['npm', { overrides: to(`$${alias}`) }],
  ['yarn', { resolutions: { ...to(ours), ...to(patched, 'nx-azure-cache@npm:0.1.0') } }],
  ['pnpm', { pnpm: { overrides: to(ours) } }],
  ['bun', { resolutions: to(ours) }],
])('remove takes out the overrides that lead here: %s, %j', (manager, more) => {
  // Bun overrides nothing that is declared as `npm:…`.
  for (const declared of manager === 'bun' ? [theirs] : [ours, theirs]) {
    const devDependencies = { [alias]: declared };
    const isOurs = declared === ours || !JSON.stringify(more).includes('$');
    const before = print({ packageManager, dependencies, devDependencies, ...more });
    const tree = folderTreeOf({ 'nx.json': '{}\n', 'package.json': before, ...lock(manager) });
    const shell = createFakeShell();
    removeGenerator(tree, {}, shell)();
    expect(tree.files['package.json']).toBe(isOurs ? print({ packageManager, dependencies }) : before);
    expect(shell.ran).toHaveLength(isOurs ? 1 : 0);
  }
});

test('remove leaves the other overrides as they are', () => {
  const kept = { overrides: { semver: '7', 'foo@1': to(theirs) } };
  const overrides = { semver: '7', ...to(ours), 'foo@1': to(theirs) };
  const tree = workspace('', {
    'package.json': print({ dependencies, devDependencies: to(ours), overrides }),
  });
  removeGenerator(tree, {});
  expect(tree.files['package.json']).toBe(print({ dependencies, ...kept }));
});

test('remove takes out the overrides that refer to this package: no manager would install', () => {
  const gone = { '@nx/key': `$${alias}`, tool: { '.': '1', '@nx/azure-cache': '$nx-azure-cache' } };
  const tree = workspace('', {
    'package.json': print({ devDependencies: to(ours), overrides: { ...gone, semver: '7' } }),
  });
  removeGenerator(tree, {});
  expect(tree.files['package.json']).toBe(print({ overrides: { tool: { '.': '1' }, semver: '7' } }));
});

test('remove leaves such a reference while another package is under that name', () => {
  const before = print({ devDependencies: to(theirs), overrides: { '@nx/key': `$${alias}` } });
  const tree = workspace('', { 'package.json': before });
  removeGenerator(tree, {});
  expect(tree.files['package.json']).toBe(before);
});

test('what remove leaves in pnpm-workspace.yaml it names before it installs', () => {
  const [, files] = ledByYaml(ours, `'@nx/key': '$${alias}'`);
  const shell = createFakeShell(/install/);
  expect(removeGenerator(workspace('', files), {}, shell)).toThrow('pnpm install');
  expect(shell.said.join('')).toContain(
    `Remove the entry from overrides of pnpm-workspace.yaml: "@nx/key": "$${alias}".`,
  );
});

test('remove names the overrides that it does not take out', () => {
  const [, files] = ledByYaml(theirs, `'${alias}': ${ours}`);
  const tree = workspace('', files);
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(tree.files['pnpm-workspace.yaml']).toBe(files['pnpm-workspace.yaml']);
  expect(shell.said.join('')).toContain(
    `Remove the entry from overrides of pnpm-workspace.yaml: "${alias}": "${ours}".`,
  );
});

test('remove says by which override a declaration of this package is another one', () => {
  const more = { overrides: to(theirs) };
  const [, files] = led('npm', ours, more);
  const tree = workspace('', files);
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(tree.files['package.json']).toBe(files['package.json']);
  expect(shell.said.join('')).toContain(
    `was not removed: it is another package, by overrides of package.json: "${alias}": "${theirs}".`,
  );
});

test.each<[keyof typeof locks, object]>([
  ['npm', { overrides: to(theirs) }],
  ['yarn', { resolutions: to(theirs) }],
  ['pnpm', { pnpm: { overrides: to(theirs) } }],
  ['bun', { overrides: to(theirs) }],
])('init and migrate take out an override that leads to the vendor: %s, %j', (manager, more) => {
  // Bun overrides nothing that is declared as `npm:…`.
  for (const declared of manager === 'bun' ? [theirs] : [ours, theirs]) {
    const files = {
      'package.json': print({ packageManager, devDependencies: to(declared), ...more }),
      ...lock(manager),
    };
    const [set, migrated] = [workspace('', { ...files }), workspace('', { ...files })];
    const shell = createFakeShell();
    initGenerator(set, { skipDoctor: true }, shell)();
    expect(shell.said.join('')).toContain(`It replaces ${alias}@${theirs}.`);
    migrateGenerator(migrated, {}, shell);
    expect(shell.said.at(-1)).not.toContain('is still needed');
    for (const tree of [set, migrated])
      expect(tree.files['package.json']).toBe(
        print({ packageManager, devDependencies: to(`npm:nx-azure-cache@${version}`) }),
      );
  }
});

test('init and migrate name an override of pnpm-workspace.yaml that leads to the vendor', () => {
  const [, files] = ledByYaml(ours, `'${alias}': ${theirs}`);
  const advice = `Remove the entry from overrides of pnpm-workspace.yaml: "${alias}": "${theirs}".`;
  const shell = createFakeShell();
  initGenerator(workspace('', { ...files }), { skipDoctor: true }, shell)();
  expect(shell.said.join('')).toContain(advice);
  migrateGenerator(workspace('', { ...files }), {}, shell);
  expect(shell.said.at(-1)).toContain(advice);
});

test('the own name beside a catalog that leads here goes alone', () => {
  const devDependencies = { [alias]: 'catalog:', 'nx-azure-cache': '^0.1.0' };
  const tree = workspace('', { ...pnpm(ours), 'package.json': print({ devDependencies }) });
  initGenerator(tree, { skipDoctor: true });
  expect(tree.files['package.json']).toBe(print({ devDependencies: { [alias]: 'catalog:' } }));
});

test('a catalog of the vendor’s package is left to its owner, who is told', () => {
  const files = pnpm('^4.0.0');
  const advice = `The catalog in pnpm-workspace.yaml still has "${alias}": "^4.0.0". Remove it if nothing else uses it.`;
  const tree = workspace('catalog:', files);
  const shell = createFakeShell();
  initGenerator(tree, { skipDoctor: true }, shell)();
  expect(tree.files).toMatchObject(files);
  expect(findDeclared(tree, alias)?.specifier).toBe(`npm:nx-azure-cache@${version}`);
  expect(shell.said.join('')).toContain(`It replaces ${alias}@^4.0.0.`);
  expect(shell.said.join('')).toContain(advice);

  const migrated = workspace('catalog:', files);
  migrateGenerator(migrated, {}, shell);
  expect(shell.said.at(-1)).toContain(advice);
  expect(migrated.files).toMatchObject(files);
});

test('a catalog of this package stays after remove, which says so', () => {
  const tree = workspace('catalog:', pnpm(ours));
  const shell = createFakeShell();
  removeGenerator(tree, {}, shell)();
  expect(tree.files).toMatchObject(pnpm(ours));
  expect(shell.said.join('')).toContain(`The catalog in pnpm-workspace.yaml still has "${alias}": "${ours}"`);
});
