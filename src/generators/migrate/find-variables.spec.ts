import { expect, test } from 'vitest';

import { folderTreeOf } from '../../../test/fakes/folder-tree.js';
import { findVariables } from './find-variables.js';
import { newNameOf } from './new-names.js';

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
])('finds a variable in %s, once a line', (file) => {
  const tree = folderTreeOf({ 'src/index.ts': line, [file]: line });
  expect(findVariables(tree, [])).toEqual([{ file, line: 2, name: 'NXCACHE_AZURE_ACCOUNT_KEY' }]);
});

test('looks into the files that it is told of, if they are there', () => {
  const tree = folderTreeOf({ 'config/secrets': 'NXCACHE_READ=false' });
  expect(findVariables(tree, ['config/secrets', 'config'])).toEqual([
    { file: 'config/secrets', line: 1, name: 'NXCACHE_READ' },
  ]);
});

test("variables that are Nx's own, or ours, are not found", () => {
  const tree = folderTreeOf({ '.env': 'NX_CACHE_DIRECTORY=1\nNX_AZURE_CACHE_CONTAINER=1\nMY_NX_KEY_FILE=1' });
  expect(findVariables(tree, [])).toEqual([]);
});

test.each([
  ['NXCACHE_AZURE_ACCOUNT_KEY', /^AZURE_STORAGE_KEY$/],
  ['NX_CACHE_AZURE_ACCOUNT_KEY', /^AZURE_STORAGE_KEY$/],
  ['NXCACHE_AZURE_SAS_URL', /^AZURE_STORAGE_SAS_TOKEN/],
  ['NXCACHE_WRITE', /^NX_POWERPACK_CACHE_MODE/],
  ['NX_KEY', /^nothing/],
  ['NXCACHE_S3_BUCKET', /^nothing: it belongs to the former runner/],
])('%s is %s', (variable, name) => {
  expect(newNameOf(variable)).toMatch(name);
});
