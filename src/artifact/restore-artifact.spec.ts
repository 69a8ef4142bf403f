import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../test/support/fakes/memory-blob-store.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { pack } from '../archive/pack/pack.js';
import { impatient } from '../archive/patience.js';
import { sharedAccess } from '../trust/resolve-access.js';
import { openScopes } from './open-scopes.js';
import { restoreArtifact } from './restore-artifact.js';
import { storeArtifact } from './store-artifact.js';

const hash = '42';

/** A scope of a container in memory, and an empty local cache. */
function setUp() {
  const blobs = createMemoryBlobStore();
  const access = sharedAccess({ container: 'cache', credential: { kind: 'default' } });
  const { own: scope } = openScopes({ access, prefix: '', open: () => blobs });
  if (!scope) throw new Error('a run without trust has one scope');
  const name = scope.nameOf(hash);
  const cacheDirectory = temporaryFolder();
  const store = () => {
    const outputs = join(temporaryFolder(), 'outputs');
    mkdirSync(outputs);
    writeFileSync(join(outputs, 'main.js'), 'built');
    const destination = { scope, name, hash, code: 1, producer: 'test' };
    return storeArtifact(pack(outputs, 'printed'), destination);
  };
  const restore = async (wanted = true) => {
    const blob = await blobs.download(name);
    if (!blob) throw new Error('the blob is missing');
    const where = { scope, hash, cacheDirectory, patience: impatient };
    return restoreArtifact(blob, { ...where, wanted: () => wanted });
  };
  return { blobs, name, cacheDirectory, store, restore };
}

test('a stored artifact is restored as it was', async () => {
  const { cacheDirectory, store, restore } = setUp();
  const sent = await store();
  expect(await restore()).toMatchObject({
    artifact: { code: 1, terminalOutput: 'printed', outputsPath: join(cacheDirectory, hash) },
    bytes: sent,
  });
  expect(readFileSync(join(cacheDirectory, hash, 'main.js'), 'utf8')).toBe('built');
});

test('an artifact that the container already has is not stored again', async () => {
  const { store } = setUp();
  expect(await store()).toBeGreaterThan(0);
  expect(await store()).toBeUndefined();
});

test('an artifact that is no longer wanted leaves no file', async () => {
  const { cacheDirectory, store, restore } = setUp();
  await store();
  expect(await restore(false)).toBeUndefined();
  expect(readdirSync(cacheDirectory)).toEqual([]);
});

test('an artifact with another digest than its metadata is damaged and leaves no file', async () => {
  const { blobs, name, cacheDirectory, store, restore } = setUp();
  await store();
  const blob = blobs.blobs.get(name);
  if (blob) blobs.blobs.set(name, { ...blob, metadata: { ...blob.metadata, sha256: '0'.repeat(64) } });
  await expect(restore()).rejects.toMatchObject({ kind: 'damaged' });
  expect(readdirSync(cacheDirectory)).toEqual([]);
});
