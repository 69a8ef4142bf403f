import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse, win32 } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { findSettings } from '../config/settings.js';
import { findWorkspaceRoot, readNxJson, findNxRoot, nxWrapper } from './workspace.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('the root of a workspace', () => {
  test('is the nearest folder upwards with an nx.json', () => {
    write('nx.json', '{}');
    write('packages/a/src/index.ts', '');
    expect(findWorkspaceRoot(join(root, 'packages/a/src'), {})).toBe(root);
    expect(findWorkspaceRoot(root, {})).toBe(root);
  });

  test('is the inner one of two', () => {
    write('nx.json', '{}');
    write('inner/nx.json', '{}');
    expect(findWorkspaceRoot(join(root, 'inner'), {})).toBe(join(root, 'inner'));
  });

  test.each([
    ['on a drive', 'D:\\work\\web', 'D:\\work\\web\\packages\\a'],
    ['that is a drive', 'D:\\', 'D:\\packages\\a'],
    ['on a share', '\\\\server\\share\\web', '\\\\server\\share\\web\\packages\\a'],
    ['that is a share', '\\\\server\\share\\', '\\\\server\\share\\packages\\a'],
    ['beyond 260 characters', `C:\\${'long\\'.repeat(60)}web`, `C:\\${'long\\'.repeat(60)}web\\packages`],
  ])('is found %s of Windows', (_, expected, cwd) => {
    const exists = (path: unknown) => path === win32.join(expected, 'nx.json');
    expect(findWorkspaceRoot(cwd, {}, { ...win32, exists })).toBe(expected);
    expect(findWorkspaceRoot(cwd, {}, { ...win32, exists: () => false })).toBeUndefined();
  });

  test('is what NX_WORKSPACE_ROOT_PATH says', () => {
    write('nx.json', '{}');
    expect(findWorkspaceRoot(root, { NX_WORKSPACE_ROOT_PATH: '/elsewhere' })).toBe('/elsewhere');
    expect(findWorkspaceRoot(root, { NX_WORKSPACE_ROOT_PATH: '' })).toBe(root);
  });

  test('is not known where there is no nx.json up to the root of the disk', () => {
    expect(findWorkspaceRoot(parse(root).root, {})).toBeUndefined();
  });
});

describe('nx.json', () => {
  test.each([
    ['comments', '{\n// a line\n"azure": /* a block */ { "container": "cache" } }'],
    ['trailing commas', '{ "azure": { "container": "cache", }, }'],
    ['a byte order mark', '\ufeff{ "azure": { "container": "cache" } }'],
    ['Windows line ends', '{\r\n"azure": { "container": "cache" }\r\n}\r\n'],
  ])('may have %s', (_, text) => {
    write('nx.json', text);
    expect(readNxJson(root)).toEqual({ azure: { container: 'cache' } });
  });

  test.each(['./preset.json', 'acme-preset/nx.json'])('extends %s key by key', (preset) => {
    const base = '{ /* base */ "azure": { "container": "base", "prefix": "p" }, "parallel": 5, }';
    write('preset.json', base);
    write('node_modules/acme-preset/nx.json', base);
    write('nx.json', `{ "extends": "${preset}", "azure": { "container": "own" } }`);
    expect(readNxJson(root)).toEqual({ extends: preset, azure: { container: 'own' }, parallel: 5 });
  });

  test('takes the azure key of the preset when it has none', () => {
    write('preset.json', '{ "azure": { "container": "base" } }');
    write('nx.json', '{ "extends": "./preset.json" }');
    expect(readNxJson(root)['azure']).toEqual({ container: 'base' });
  });

  test('counts by itself when its preset is not found', () => {
    write('nx.json', '{ "extends": "./gone.json", "azure": { "container": "own" } }');
    expect(readNxJson(root)['azure']).toEqual({ container: 'own' });
  });

  test.each([
    ['is not there', undefined, 'ENOENT'],
    ['is empty', '', 'is not a JSON object'],
    ['is not an object', '"azure"', 'is not a JSON object'],
    ['has an error', '{\n  "a": 1\n  "b": 2\n}', 'nx.json, line 3: CommaExpected'],
    ['ends too early', '{ "azure": { "container": "cache" }', 'nx.json, line 1: CloseBraceExpected'],
  ])('that %s is an error', (_, text, message) => {
    if (text !== undefined) write('nx.json', text);
    expect(() => readNxJson(root)).toThrow(message);
  });
});

describe('settings', () => {
  const azure = { container: 'cache' };

  test('are the azure key, the root and the environment', () => {
    write('nx.json', JSON.stringify({ azure }));
    write('packages/a/package.json', '{}');
    const env = { CI: 'true' };
    expect(findSettings(join(root, 'packages/a'), env)).toEqual({ root, azure, env });
  });

  test('come from the environment alone, too', () => {
    const env = { NX_AZURE_CACHE_CONTAINER: 'cache' };
    write('nx.json', '{}');
    expect(findSettings(root, env)).toEqual({ root, azure: undefined, env });
  });

  test.each([
    ['without an azure key', '{}'],
    ['that cannot be read', ''],
  ])('are absent with an nx.json %s', (_, text) => {
    write('nx.json', text);
    expect(findSettings(root, {})).toBeUndefined();
  });
});

const nx = (workspaceRoot: unknown) => ({ exports: { workspaceRoot } });

test.each([
  ['/web/node_modules/nx/src/utils/workspace-root.js'],
  ['/web/node_modules/nx/dist/src/utils/workspace-root.js'],
  ['C:\\web\\node_modules\\nx\\dist\\src\\utils\\workspace-root.js'],
])('the root is what the module of Nx at %s says', (path) => {
  expect(findNxRoot({ '/a.js': { exports: {} }, [path]: nx('/web') })).toBe('/web');
});

test('the Nx of the workspace counts, which a global one has loaded', () => {
  const modules = {
    '/usr/lib/node_modules/nx/src/utils/workspace-root.js': nx('/by-global'),
    '/web/node_modules/nx/src/utils/workspace-root.js': nx('/web'),
  };
  expect(findNxRoot(modules)).toBe('/web');
});

test.each([
  ['no Nx is loaded', {}],
  ['its module has no root', { '/web/node_modules/nx/src/utils/workspace-root.js': nx(undefined) }],
  ['its module is under way', { '/web/node_modules/nx/src/utils/workspace-root.js': { exports: undefined } }],
  ['it is that of another package', { '/web/node_modules/my-nx/src/utils/workspace-root.js': nx('/web') }],
])('there is no root of a loaded Nx if %s', (_, modules) => {
  expect(findNxRoot(modules)).toBeUndefined();
});

test.each([
  ['win32', '.\\nx'],
  ['darwin', './nx'],
  ['linux', './nx'],
] as const)('on %s the wrapper is started as %s', (platform, command) => {
  expect(nxWrapper(platform)).toBe(command);
});
