import { expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../../test/fakes/memory-blob-store.js';
import { aRecord } from '../../../test/fakes/record.js';
import type { ListedBlob } from '../../blob/blob-inventory.js';
import { readRecords } from './show-runs.js';

const since = Date.parse('2026-11-20T00:00:00Z');
const folder = 'team/runs/v1/2026-11-22';

/** A container with these blobs, each written when it says. */
function container(content: Record<string, { body: string; modified?: number; size?: number }>) {
  const blobs = createMemoryBlobStore();
  const listed: ListedBlob[] = [];
  for (const [name, { body, modified = since, size = body.length }] of Object.entries(content)) {
    blobs.blobs.set(name, { body: Buffer.from(body), metadata: {} });
    listed.push({ name, modified, size, etag: '', accessed: undefined, metadata: {} });
  }
  const inventory = {
    async *list({ prefix }: { prefix: string }) {
      yield await Promise.resolve(listed.filter(({ name }) => name.startsWith(prefix)));
    },
    read: (name: string) => blobs.download(name),
  };
  return { source: { inventory, prefix: 'team' }, blobs };
}

const body = JSON.stringify(aRecord());

test('records are read, and invalid ones are counted', async () => {
  const { source } = container({ [`${folder}/a.json`]: { body }, [`${folder}/b.json`]: { body: '{}' } });
  expect(await readRecords(source, since)).toEqual({ records: [JSON.parse(body)], unreadable: 1 });
});

test('old, empty and large records, and artifacts, are not read', async () => {
  const { source, blobs } = container({
    [`${folder}/old.json`]: { body, modified: since - 1 },
    [`${folder}/empty.json`]: { body: '' },
    [`${folder}/large.json`]: { body, size: 5 * 1024 * 1024 },
    'team/v1/shared/1': { body },
    'other/runs/v1/2026-11-22/a.json': { body },
  });
  expect(await readRecords(source, since)).toEqual({ records: [], unreadable: 0 });
  expect(blobs.calls.download).toBe(0);
});

test('many records are read', async () => {
  const many = Array.from({ length: 100 }, (_, i) => [`${folder}/${i}.json`, { body }] as const);
  const { source } = container(Object.fromEntries(many));
  expect((await readRecords(source, since)).records).toHaveLength(100);
});
