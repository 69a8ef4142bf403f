import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { loadEnvFiles } from './load-env-files.js';

const variables = ['FIRST', 'SECOND', 'THIRD', 'MADE'] as const;

let root: string;
const write = (name: string, text: string) => {
  writeFileSync(join(root, name), text);
};
const loaded = (cwd = root, given: Record<string, string | undefined> = {}) => {
  const env = { ...given };
  loadEnvFiles(cwd, env);
  return variables.map((name) => env[name]);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'env-files-'));
  write('nx.json', '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('variables are read from the files of Nx, and the first file wins', () => {
  write('.env', 'FIRST=env\nSECOND=env\nTHIRD="env" # of all');
  write('.env.local', 'FIRST=local\nSECOND=local');
  write('.local.env', 'FIRST=mine');
  expect(loaded()).toEqual(['mine', 'local', 'env', undefined]);
});

test('variables of the process are kept, and expanded in others', () => {
  write('.env', 'FIRST=env\nMADE=${FIRST}-account');
  expect(loaded(root, { FIRST: 'given' })).toEqual(['given', undefined, undefined, 'given-account']);
});

test('the files of the workspace are read, also from a folder in it', () => {
  write('.env', 'FIRST=root');
  mkdirSync(join(root, 'apps'));
  writeFileSync(join(root, 'apps/.env'), 'FIRST=project\nSECOND=project');
  expect(loaded(join(root, 'apps'))).toEqual(['root', undefined, undefined, undefined]);
});

test('a file that cannot be read is skipped', () => {
  mkdirSync(join(root, '.env.local'));
  write('.env', 'FIRST=env');
  expect(loaded()).toEqual(['env', undefined, undefined, undefined]);
});

test('an installed Nx reads the files, also in .nx/installation', () => {
  write('.env', 'FIRST=env');
  vi.stubEnv('FIRST', undefined);
  for (const folder of ['node_modules', '.nx/installation/node_modules']) {
    mkdirSync(join(root, folder, 'nx/src/utils'), { recursive: true });
    writeFileSync(
      join(root, folder, 'nx/src/utils/dotenv.js'),
      `exports.loadRootEnvFiles = (root) => { process.env.FIRST = root + ' by ${folder}'; };`,
    );
    loadEnvFiles(root, process.env);
    expect(process.env['FIRST']).toBe(`${root} by ${folder}`);
  }
  vi.unstubAllEnvs();
});

test.each(['set', 'blank', 'absent'] as const)(
  'no file moves the workspace if the variable of the shell is %s',
  (shell) => {
    write('.env', 'NX_WORKSPACE_ROOT_PATH=/elsewhere\nFIRST=env');
    const NX_WORKSPACE_ROOT_PATH = { set: root, blank: '', absent: undefined }[shell];
    const env = { NX_WORKSPACE_ROOT_PATH };
    loadEnvFiles(root, env);
    expect(env).toEqual({ NX_WORKSPACE_ROOT_PATH, FIRST: 'env' });
  },
);

test('the original environment is returned', () => {
  write('.env', 'FIRST=env');
  const env = { SECOND: 'given' };
  expect(loadEnvFiles(root, env)).toEqual({ SECOND: 'given' });
  expect(env).toEqual({ FIRST: 'env', SECOND: 'given' });
});
