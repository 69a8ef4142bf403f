import { expect, test } from 'vitest';

import { createMemoryProbe } from '../../../test/fakes/memory-probe.js';
import { CacheError } from '../../errors.js';
import { tryRights } from './test-blob.js';

const timeout = new CacheError('acme did not answer in time', { kind: 'timeout', retryable: true });

test('a credential with all rights leaves no blob', async () => {
  const probe = createMemoryProbe('rcwdl');
  expect(await tryRights(probe, 'mine')).toEqual({
    create: 'done',
    overwrite: 'done',
    remove: 'done',
    list: 'done',
    left: undefined,
  });
  expect([...probe.blobs]).toEqual([]);
});

test('a credential that cannot delete leaves a blob, and its name is returned', async () => {
  const probe = createMemoryProbe('rc');
  expect(await tryRights(probe, 'mine')).toMatchObject({ overwrite: 'refused', left: 'mine' });
  expect([...probe.blobs]).toEqual(['mine']);
});

test('a credential that cannot write leaves no blob', async () => {
  expect(await tryRights(createMemoryProbe('r'), 'mine')).toMatchObject({
    remove: 'refused',
    left: undefined,
  });
});

test('other blobs are not touched', async () => {
  const probe = createMemoryProbe('rcwdl');
  probe.blobs.add('theirs');
  await tryRights(probe, 'mine');
  expect([...probe.blobs]).toEqual(['theirs']);
});

test('after a failure the blob is deleted', async () => {
  const probe = { ...createMemoryProbe('rcwd'), overwrite: () => Promise.reject(timeout) };
  await expect(tryRights(probe, 'mine')).rejects.toThrow(/^acme did not answer in time$/);
  expect([...probe.blobs]).toEqual([]);
});

test('after a failure to delete, the error names the blob', async () => {
  const broken = () => Promise.reject(timeout);
  const probe = { ...createMemoryProbe('rcwd'), list: broken, remove: broken };
  await expect(tryRights(probe, 'mine')).rejects.toThrow(
    /^acme did not answer in time; the test blob "mine" may be left in the container$/,
  );
});
