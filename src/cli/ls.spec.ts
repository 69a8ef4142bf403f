import { describe, expect, test } from 'vitest';

import { createMemoryInventory, listedBlob } from '../../test/fakes/memory-inventory.js';
import { listArtifacts, firstOf } from './ls.js';
import { createListing } from './ls/listing.js';
import type { Artifact } from './shared/blobs.js';

const now = Date.parse('2025-11-20T12:00:00Z');
const artifact = (hash: string, scope: string, hours: number): Artifact => ({
  kind: 'artifact',
  hash,
  scope,
  blob: listedBlob(`v1/${scope}/${hash}`, {
    size: 1_200_000,
    modified: now - hours * 3_600_000,
    metadata: { producer: 'nx-azure-cache/1.2.3 https://github.com/acme/web/actions/runs/42' },
  }),
});
const two = [artifact('13872541964221508711', 'trusted', 3), artifact('42', 'branch/release/1.2', 60)];

function show(
  pages: readonly (readonly Artifact[])[],
  { width, json = false }: { width?: number; json?: boolean },
) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const listing = createListing({ write, width, hasColors: false }, { json, now });
  for (const page of pages) listing.add(page);
  listing.end();
  return text;
}

test('a terminal gets one table of all pages', () => {
  expect(show([two, two.slice(1)], { width: 80 })).toBe(
    `HASH                  SCOPE                 SIZE  AGE  PRODUCER
13872541964221508711  trusted             1.2 MB  3 h  https://github.com/acme/…
42                    branch/release/1.2  1.2 MB  2 d  https://github.com/acme/…
42    branch/release/1.2  1.2 MB  2 d  https://github.com/acme/web/actions/runs…
`,
  );
});

test('machines get columns separated by tabs', () => {
  expect(show([two.slice(0, 1)], {})).toBe(
    '13872541964221508711\ttrusted\t1200000\t2025-11-20T09:00:00.000Z\tnx-azure-cache/1.2.3 https://github.com/acme/web/actions/runs/42\n',
  );
});

test('JSON is valid, however many pages there are', () => {
  expect(JSON.parse(show([two, [], two], { json: true }))).toHaveLength(4);
  expect(JSON.parse(show([two], { json: true }))).toHaveProperty('1', {
    hash: '42',
    scope: 'branch/release/1.2',
    bytes: 1_200_000,
    modified: '2025-11-18T00:00:00.000Z',
    producer: 'nx-azure-cache/1.2.3 https://github.com/acme/web/actions/runs/42',
    name: 'v1/branch/release/1.2/42',
  });
  expect(show([[]], { json: true })).toBe('[]\n');
});

test('an empty list is a sentence in a terminal, and empty without one', () => {
  expect(show([[]], { width: 80 })).toBe('There are no artifacts.\n');
  expect(show([[]], {})).toBe('');
});

describe('the first of many items', () => {
  const items = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);

  async function* pages() {
    for (let i = 0; i < items.length; i += 100) yield await Promise.resolve(items.slice(i, i + 100));
  }

  test.each([1, 3, 10, 999, Infinity])('are sorted, up to a limit of %i', async (limit) => {
    const sorted = items.toSorted((a, b) => a - b);
    expect(await firstOf(pages(), limit, (a, b) => a - b)).toEqual(sorted.slice(0, limit));
  });
});

test('the artifacts of all containers are listed, without foreign blobs and other scopes', async () => {
  const names = (...list: string[]) => createMemoryInventory(list.map((name) => listedBlob(name)));
  const containers = [
    { container: 'a', inventory: names('v1/pr/7/1', 'v1/pr/8/1', 'v1/pr/x.', 'v1/trusted/1') },
    { container: 'b', inventory: names('v1/pr/9/1', 'readme.md') },
  ];
  const found: string[] = [];
  for await (const page of listArtifacts(containers, { scope: 'pr/*', prefix: '' }))
    found.push(...page.map(({ scope }) => scope));
  expect(found).toEqual(['pr/7', 'pr/8', 'pr/9']);
});
