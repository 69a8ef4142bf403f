import { expect, test } from 'vitest';

import { folderTreeOf } from '../../../test/fakes/folder-tree.js';
import { readSetup } from './setup.js';
import { variablesToRename } from './variables-to-rename.js';

const setup = readSetup(folderTreeOf({ '.env': 'NX_KEY=secret\nNXCACHE_AZURE_ACCOUNT_KEY=secret\n' }));
const nothing = { nxJson: [], packages: [], moves: true, notes: [], todo: [] };

test("each has its place and its new name, and Nx's key only where it was for the former cache", () => {
  const key = expect.stringMatching(/^ {2}\.env:1 {2}NX_KEY → nothing/) as string;
  const account = '  .env:2  NXCACHE_AZURE_ACCOUNT_KEY → AZURE_STORAGE_KEY';
  const steps = (from: string) => variablesToRename(setup, [{ ...nothing, from }]).slice(1);
  expect(steps('nx-remotecache-azure')).toEqual([account]);
  expect(steps('@nx/azure-cache')).toEqual([key, account]);
});

test('where there are none, nothing is to be done', () => {
  expect(variablesToRename(readSetup(folderTreeOf({ '.env': 'A=1' })), [])).toEqual([]);
});
