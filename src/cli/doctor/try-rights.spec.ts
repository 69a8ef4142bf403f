import { expect, test } from 'vitest';
import { createMemoryProbe } from '../../../test/support/fakes/memory-probe.js';
import { CacheError } from '../../errors.js';
import { tryRights } from './try-rights.js';

const timeout = new CacheError('acme did not answer in time', { kind: 'timeout', retryable: true });

test('whoever may do everything leaves nothing', async () => {
  const probe = createMemoryProbe('rcwdl');
  expect(await tryRights(probe, 'mine')).toEqual({
    ...{ create: 'done', overwrite: 'done', remove: 'done', list: 'done' },
    left: undefined,
  });
  expect([...probe.blobs]).toEqual([]);
});

test('whoever may not delete is told what is left', async () => {
  const probe = createMemoryProbe('rc');
  expect(await tryRights(probe, 'mine')).toMatchObject({ overwrite: 'refused', left: 'mine' });
  expect([...probe.blobs]).toEqual(['mine']);
});

test('whoever may not write leaves nothing', async () => {
  expect(await tryRights(createMemoryProbe('r'), 'mine')).toMatchObject({
    remove: 'refused',
    left: undefined,
  });
});

test('nothing but the blob of that name is touched', async () => {
  const probe = createMemoryProbe('rcwdl');
  probe.blobs.add('theirs');
  await tryRights(probe, 'mine');
  expect([...probe.blobs]).toEqual(['theirs']);
});

test('a failure on the way cleans up', async () => {
  const probe = { ...createMemoryProbe('rcwd'), overwrite: () => Promise.reject(timeout) };
  await expect(tryRights(probe, 'mine')).rejects.toThrow(/^acme did not answer in time$/);
  expect([...probe.blobs]).toEqual([]);
});

test('a failure after which nothing can be removed says what may be left', async () => {
  const broken = () => Promise.reject(timeout);
  const probe = { ...createMemoryProbe('rcwd'), list: broken, remove: broken };
  await expect(tryRights(probe, 'mine')).rejects.toThrow(
    /^acme did not answer in time; the blob "mine" may be left behind$/,
  );
});
