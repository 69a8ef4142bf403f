import { expect, test } from 'vitest';

import { folderTreeOf } from '../../../test/support/fakes/folder-tree.js';
import { currentNameOf, findVariables, variablesToRename } from './former-variables.js';

const line = 'env:\n  NXCACHE_AZURE_ACCOUNT_KEY: ${{ secrets.NXCACHE_AZURE_ACCOUNT_KEY }}\n';

test.each([
  '.env',
  '.env.local',
  '.local.env',
  '.env.example',
  '.github/workflows/ci.yml',
  '.github/actions/setup/action.yaml',
  'azure-pipelines.yml',
  'azure-pipelines-pr.yaml',
  '.azure-pipelines/steps/build.yml',
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'Jenkinsfile',
  'package.json',
])('a variable in %s is found, once a line', (file) => {
  const tree = folderTreeOf({ 'src/index.ts': line, [file]: line });
  expect(findVariables(tree, [])).toEqual([{ file, line: 2, name: 'NXCACHE_AZURE_ACCOUNT_KEY' }]);
});

test('a variable in another file that exists is found', () => {
  const tree = folderTreeOf({ 'config/secrets': 'NXCACHE_READ=false' });
  expect(findVariables(tree, ['config/secrets', 'config'])).toEqual([
    { file: 'config/secrets', line: 1, name: 'NXCACHE_READ' },
  ]);
});

test("a variable of Nx or of this package is not a former cache's", () => {
  const tree = folderTreeOf({ '.env': 'NX_CACHE_DIRECTORY=1\nNX_AZURE_CACHE_CONTAINER=1\nMY_NX_KEY_FILE=1' });
  expect(findVariables(tree, [])).toEqual([]);
});

test.each([
  ['NXCACHE_AZURE_ACCOUNT_KEY', /^AZURE_STORAGE_KEY$/],
  ['NX_CACHE_AZURE_ACCOUNT_KEY', /^AZURE_STORAGE_KEY$/],
  ['NXCACHE_AZURE_SAS_URL', /^AZURE_STORAGE_SAS_TOKEN/],
  ['NXCACHE_WRITE', /^NX_POWERPACK_CACHE_MODE/],
  ['NX_KEY', /^nothing/],
  ['NX_DB_CACHE', /^nothing: remove it/],
  ['NXCACHE_S3_BUCKET', /^nothing: it belongs to the former runner/],
])('%s is replaced by %s', (variable, name) => {
  expect(currentNameOf(variable)).toMatch(name);
});

const variables = findVariables(
  folderTreeOf({ '.env': 'NX_KEY=secret\nNXCACHE_AZURE_ACCOUNT_KEY=secret\n' }),
  [],
);

test("each place is listed with the current name, and Nx's key only after a cache of Nx", () => {
  const key = expect.stringMatching(/^ {2}\.env:1 {2}NX_KEY → nothing/) as string;
  const account = '  .env:2  NXCACHE_AZURE_ACCOUNT_KEY → AZURE_STORAGE_KEY';
  expect(variablesToRename(variables, false).slice(1)).toEqual([account]);
  expect(variablesToRename(variables, true).slice(1)).toEqual([key, account]);
});

test('without variables there is nothing to rename', () => {
  expect(variablesToRename([], true)).toEqual([]);
});
