import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { version } from '../../../package.json';
import { folderTreeOf } from '../../../test/support/fakes/folder-tree.js';
import { createFakeShell } from '../../../test/support/fakes/shell.js';
import { findConflictingCaches, migrateGenerator } from './generator.js';

const fixtures = join(import.meta.dirname, 'fixtures');

/** All that is secret in them, and what nobody should read either. */
const secrets = /bWFkZS11cC|made-up-secret|my-azure-account-key|abcabcabc/;

/** A file of a fixture, with the version of this package. */
const read = (path: string) => readFileSync(path, 'utf8').replaceAll('<version>', version);

/** Path → content; empty where there is no such folder. */
function filesIn(fixture: string, folder: 'before' | 'after'): Record<string, string> {
  const root = join(fixtures, fixture, folder);
  const entries = readdirSync(join(fixtures, fixture), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const here = files.filter((path) => path.startsWith(`${root}/`));
  return Object.fromEntries(here.map((path) => [path.slice(root.length + 1), read(path)]));
}

function migrate(files: Record<string, string>) {
  const tree = folderTreeOf({ ...files });
  const shell = createFakeShell();
  migrateGenerator(tree, {}, shell);
  return { files: tree.files, said: shell.said.join('') };
}

const names = readdirSync(fixtures);

test('each kind has configurations of public repositories and documents', () => {
  for (const kind of ['remotecache-azure', 'azure-cache']) {
    expect(names.filter((name) => name.startsWith(kind)).length).toBeGreaterThanOrEqual(4);
  }
  expect(names.filter((name) => name.startsWith('other-runner'))).toHaveLength(2);
});

test.each(names)('%s is migrated, and the report says how', (name) => {
  const before = filesIn(name, 'before');
  const { files, said } = migrate(before);
  expect(files).toEqual({ ...before, ...filesIn(name, 'after') });
  expect(said).toBe(read(join(fixtures, name, 'report.txt')));
  expect(said).not.toMatch(secrets);
});

test.each(names)('%s: a second run changes nothing, and says so', (name) => {
  const { files } = migrate(filesIn(name, 'before'));
  const again = migrate(files);
  expect(again.files).toEqual(files);
  expect(again.said).toContain('No file changes.');
  expect(again.said).not.toContain('Migrating');
});

test('a workspace without a remote cache is told how to set one up', () => {
  const { files, said } = migrate({ 'nx.json': '{}', 'package.json': '{ "private": true }' });
  expect(files).toEqual({ 'nx.json': '{}', 'package.json': '{ "private": true }' });
  expect(said).toContain('No remote cache to migrate from was found');
  expect(said).toContain('nx generate nx-azure-cache:init');
});

test("Nx's own runner is no custom one", () => {
  const nxJson = '{ "tasksRunnerOptions": { "default": { "runner": "nx/tasks-runners/default" } } }';
  expect(migrate({ 'nx.json': nxJson, 'package.json': '{}' }).said).toContain(
    'No remote cache to migrate from',
  );
});

test('what Nx 21 has left of nx-remotecache-azure is migrated too', () => {
  const before = {
    'nx.json': '{}',
    'package.json': '{ "devDependencies": { "nx-remotecache-azure": "20.0.0" } }',
    '.env': 'NXCACHE_AZURE_CONTAINER=nx-cache\nNXCACHE_AZURE_ACCOUNT_NAME=acmenxcache\n',
  };
  const { files, said } = migrate(before);
  expect(JSON.parse(files['nx.json'] ?? '')).toEqual({
    azure: { container: 'nx-cache', accountName: 'acmenxcache' },
  });
  expect(files['package.json']).not.toContain('nx-remotecache-azure');
  expect(said).toContain('git log -p -S nx-remotecache-azure -- nx.json');
});

test('a license package that is left beside the alias is removed', () => {
  const packageJson = `{ "devDependencies": { "@nx/key": "5.0.0", "@nx/powerpack-azure-cache": "npm:nx-azure-cache@${version}" } }`;
  const nxJson = '{ "azure": { "container": "nx-cache", "accountName": "acmenxcache" } }';
  const { files } = migrate({ 'nx.json': nxJson, 'package.json': packageJson });
  expect(JSON.parse(files['package.json'] ?? '')).toEqual({
    devDependencies: { '@nx/powerpack-azure-cache': `npm:nx-azure-cache@${version}` },
  });
});

test('a file around nx-remotecache-azure is for the user to read', () => {
  const options = { accountName: 'acmenxcache', container: 'nx-cache', somethingElse: 1 };
  const nxJson = { tasksRunnerOptions: { default: { runner: './tools/cache.js', options } } };
  const packageJson = '{ "devDependencies": { "nx-remotecache-azure": "20.0.0" } }';
  const { files, said } = migrate({ 'nx.json': JSON.stringify(nxJson), 'package.json': packageJson });
  expect(JSON.parse(files['nx.json'] ?? '')).toEqual(nxJson);
  expect(said).toContain('Remove tasksRunnerOptions.default ("./tools/cache.js")');
  expect(said).toContain('Remove nx-remotecache-azure from package.json');
  expect(said).toContain('nx generate nx-azure-cache:init');
});

test('an azure key that exists stays, and the report lists contradictions', () => {
  const options = { accountName: 'acmenxcache', container: 'old', read: false };
  const nxJson = {
    azure: { container: 'new' },
    tasksRunnerOptions: { default: { runner: 'nx-remotecache-azure', options }, ci: { runner: './ci.js' } },
  };
  const { files, said } = migrate({ 'nx.json': JSON.stringify(nxJson), 'package.json': '{}' });
  expect(JSON.parse(files['nx.json'] ?? '')).toEqual({
    azure: { container: 'new', accountName: 'acmenxcache', localMode: 'no-cache', ciMode: 'no-cache' },
    tasksRunnerOptions: { ci: { runner: './ci.js' } },
  });
  expect(said).toContain('Decide on azure.container: the runner used "old"');
  expect(said).toContain('wrote without reading');
  expect(said).toContain('Remove tasksRunnerOptions.ci ("./ci.js")');
});

test('an azure key with a former name stays, and the current name is printed', () => {
  const nxJson = '{ "azure": { "container": "nx-cache", "accountName": "acmenxcache", "runs": true } }';
  const { files, said } = migrate({ 'nx.json': nxJson, 'package.json': '{}' });
  expect(files['nx.json']).toBe(nxJson);
  expect(said).toContain('Rename azure.runs in nx.json to azure.recordRuns.');
});

test('the report lists caches that Nx prefers', () => {
  const nxJson = '{ "nxCloudId": "0", "azure": { "container": "nx-cache", "accountName": "acmenxcache" } }';
  const packageJson = '{ "devDependencies": { "@nx/azure-cache": "5.0.0", "@nx/s3-cache": "5.0.0" } }';
  const { said } = migrate({ 'nx.json': nxJson, 'package.json': packageJson });
  expect(said).toContain('Nx prefers Nx Cloud to any other remote cache');
  expect(said).toContain('Remove @nx/s3-cache from package.json');
});

test('files that begin with a byte order mark are migrated, and keep it', () => {
  const options = { accountName: 'acmenxcache', container: 'nx-cache' };
  const nxJson = { tasksRunnerOptions: { default: { runner: 'nx-remotecache-azure', options } } };
  const packageJson = '\uFEFF{ "devDependencies": { "nx-remotecache-azure": "20.0.0" } }';
  const { files } = migrate({ 'nx.json': `\uFEFF${JSON.stringify(nxJson)}`, 'package.json': packageJson });
  expect(files['nx.json']).toMatch(/^\uFEFF\{\s*"azure"/);
  expect(files['package.json']).toMatch(/^\uFEFF\{[^\uFEFF]*"npm:nx-azure-cache@/);
});

test.each([
  ['nx.json', '{ "azure": { "container": }'],
  ['package.json', '{ "devDependencies": { "@nx/azure-cache": "5.0.0" }'],
])('a broken %s is refused, and nothing is written', (path, text) => {
  const before = { 'nx.json': '{ "azure": {} }', 'package.json': '{}', [path]: text };
  const tree = folderTreeOf({ ...before });
  const run = () => {
    migrateGenerator(tree, {});
  };
  expect(run).toThrow(`${path}, line 1`);
  expect(tree.files).toEqual(before);
});

test('without package.json nothing is written', () => {
  const before = {
    'nx.json': '{ "tasksRunnerOptions": { "default": { "runner": "nx-remotecache-azure" } } }',
  };
  const tree = folderTreeOf({ ...before });
  const run = () => {
    migrateGenerator(tree, {});
  };
  expect(run).toThrow('there is no package.json');
  expect(tree.files).toEqual(before);
});

test.each([
  [{}, {}, []],
  [{ nxCloudId: '0' }, {}, ['nxCloudId']],
  [{ nxCloudAccessToken: 'secret', nxCloudId: '0' }, {}, ['nxCloudId and nxCloudAccessToken']],
  [{ nxCloudId: '0', neverConnectToCloud: true }, {}, []],
  [
    {},
    { '@nx/gcs-cache': '1', '@nx/powerpack-shared-fs-cache': '1' },
    ['gcs-cache and @nx/powerpack-shared'],
  ],
  [{}, { '@nx/powerpack-azure-cache': '1', '@nx/js': '1' }, []],
])('Nx prefers of %j with %j the caches %j', (nxJson, packages, names) => {
  expect(findConflictingCaches({ nxJson, packages })).toEqual(
    names.map((text) => expect.stringContaining(text) as string),
  );
});

test.each<[{ read?: boolean; write?: boolean | string }, string | undefined]>([
  [{ read: true, write: true }, undefined],
  [{ write: false }, 'read-only'],
  [{ read: false, write: false }, 'no-cache'],
  [{ read: false }, 'no-cache'],
  // The runner takes a text for yes, whatever it says.
  [{ write: 'false' }, undefined],
])('the options %j of the runner become the mode %s', (modes, mode) => {
  const options = { accountName: 'acmenxcache', container: 'nx', ...modes };
  const nxJson = { tasksRunnerOptions: { default: { runner: 'nx-remotecache-azure', options } } };
  const { files, said } = migrate({ 'nx.json': JSON.stringify(nxJson), 'package.json': '{}' });
  const { azure } = JSON.parse(files['nx.json'] ?? '') as { azure: Record<string, unknown> };
  expect([azure['localMode'], azure['ciMode']]).toEqual([mode, mode]);
  expect(said.includes('there is no such mode')).toBe(modes.read === false && !('write' in modes));
});
