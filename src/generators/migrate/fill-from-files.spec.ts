import { expect, test } from 'vitest';

import { folderTreeOf } from '../../../test/fakes/folder-tree.js';
import { fillFromFiles } from './fill-from-files.js';
import { readSetup } from './setup.js';

const fill = (files: Record<string, string>, options = {}, known: string[] = []) =>
  fillFromFiles(readSetup(folderTreeOf(files)), options, known).block;

test('the first file that says something counts, and only for what is not known', () => {
  const files = { '.env': 'NXCACHE_AZURE_CONTAINER=a', '.env.local': 'NXCACHE_AZURE_CONTAINER=b' };
  expect(fill(files)).toEqual({ container: 'a' });
  expect(fill(files, {}, ['container'])).toEqual({});
});

test('a placeholder, an example and a value made of others say nothing', () => {
  const files = {
    '.env': 'NXCACHE_AZURE_ACCOUNT_NAME=<ask for it>\nNXCACHE_AZURE_CONTAINER=${CONTAINER}',
    '.env.example': 'NXCACHE_AZURE_CONTAINER=example',
  };
  expect(fill(files)).toEqual({});
});

test('options and variables are read together, as the runner did', () => {
  const files = { '.env.ci': 'NXCACHE_AZURE_URL=https://cache.acme.example' };
  expect(fill(files, { dotenvPath: '.env.ci', accountName: 'acmenxcache' }, ['accountName'])).toEqual({
    endpoint: 'https://cache.acme.example',
  });
});
