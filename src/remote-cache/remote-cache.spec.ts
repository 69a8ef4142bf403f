import { expect, test } from 'vitest';

import type { CacheMode } from '../config/mode.js';
import type { Outcome } from '../worker/protocol.js';
import { Journal } from './journal.js';
import { createRemoteCache, type Link } from './remote-cache.js';
import type { Call } from './worker-link.js';

const readWrite = { read: true, write: true };
const artifact = { code: 0, terminalOutput: 'done', outputsPath: '/cache/1', size: 7 };

const missed: Outcome = { status: 'miss' };
const hit: Outcome = { status: 'hit', artifact, bytes: 2048, scope: 'shared' };

/** A link that answers every call with the outcome, and one that never does without one. */
function setUp(mode: CacheMode, outcome?: Outcome) {
  const calls: Call[] = [];
  let links = 0;
  const link: Link = {
    send(call, settle) {
      calls.push(call);
      if (outcome) settle(outcome);
    },
  };
  const journal = new Journal({ verbose: true, now: () => 0 });
  const cache = createRemoteCache(mode, {
    link: () => {
      links++;
      return link;
    },
    journal,
    holds: { hold: () => [], release: () => undefined },
  });
  return { cache, calls, journal, links: () => links };
}

test('a hit is returned as Nx expects it', async () => {
  const { cache } = setUp(readWrite, { status: 'hit', artifact, bytes: 1, scope: 'shared' });
  expect(await cache.retrieve('1', '/cache')).toEqual(artifact);
});

test.each<Outcome>([
  { status: 'miss' },
  { status: 'skipped' },
  { status: 'fault', fault: { kind: 'timeout', message: 'slow', expected: false } },
])('a $status is null', async (outcome) => {
  const { cache } = setUp(readWrite, outcome);
  expect(await cache.retrieve('1', '/cache')).toBeNull();
});

test('store returns at once, while the upload goes on', async () => {
  const { cache, calls } = setUp(readWrite);
  expect(await cache.store('1', '/cache', 'done', 0)).toBe(true);
  expect(calls).toEqual([
    { kind: 'store', hash: '1', cacheDirectory: '/cache', terminalOutput: 'done', code: 0, outputs: [] },
  ]);
});

test('the mode read-only stores nothing', async () => {
  const { cache, links } = setUp({ read: true, write: false });
  expect(await cache.store('1', '/cache', '', 0)).toBe(false);
  expect(links()).toBe(0);
});

test('the mode no-cache does nothing at all', async () => {
  const { cache, links } = setUp({ read: false, write: false });
  expect(await cache.retrieve('1', '/cache')).toBeNull();
  expect(await cache.store('1', '/cache', '', 0)).toBe(false);
  expect(links()).toBe(0);
});

test.each<Outcome>([
  missed,
  { status: 'skipped' },
  { status: 'fault', fault: { kind: 'timeout', message: 'slow', expected: false } },
])('a lookup repeated after a $status sends no second request', async (outcome) => {
  const { cache, calls, journal } = setUp(readWrite, outcome);
  expect([await cache.retrieve('1', '/cache'), await cache.retrieve('1', '/cache')]).toEqual([null, null]);
  expect(calls).toHaveLength(1);
  expect(journal.entries).toHaveLength(1);
});

test('lookups of one hash that are under way at once send one request', async () => {
  const { cache, calls } = setUp(readWrite, hit);
  const both = await Promise.all([cache.retrieve('1', '/cache'), cache.retrieve('1', '/cache')]);
  expect(both).toEqual([artifact, artifact]);
  expect(calls).toHaveLength(1);
});

test('a hit that is asked for again is looked up again: its files may be gone by now', async () => {
  const { cache, calls } = setUp(readWrite, hit);
  await cache.retrieve('1', '/cache');
  await cache.retrieve('1', '/cache');
  expect(calls).toHaveLength(2);
});

test('a miss is forgotten once this run has stored the hash', async () => {
  const { cache, calls } = setUp(readWrite, missed);
  await cache.retrieve('1', '/cache');
  await cache.store('1', '/cache', 'done', 0);
  await cache.retrieve('1', '/cache');
  await cache.retrieve('1', '/cache');
  expect(calls.map(({ kind }) => kind)).toEqual(['retrieve', 'store', 'retrieve', 'retrieve']);
});

test('a hit that Nx builds all the same is not offered again, and is no hit', async () => {
  const { cache, calls, journal } = setUp(readWrite, hit);
  await cache.retrieve('1', '/cache');
  expect(await cache.store('1', '/cache', 'done', 0)).toBe(false);
  expect(calls.map(({ kind }) => kind)).toEqual(['retrieve']);
  expect(journal.tally).toMatchObject({ hits: 0, discarded: 1, received: 2048 });
});

test('all hits of a hash that Nx builds all the same are no hits', async () => {
  const { cache, journal } = setUp(readWrite, hit);
  await cache.retrieve('1', '/cache');
  await cache.retrieve('1', '/cache');
  await cache.store('1', '/cache', 'done', 0);
  expect(journal.tally).toMatchObject({ hits: 0, discarded: 2 });
});

test('the journal explains each decision', async () => {
  const { cache, journal } = setUp(readWrite, { status: 'hit', artifact, bytes: 2048, scope: 'shared' });
  await cache.retrieve('42', '/cache');
  expect(journal.decisions).toEqual(['retrieve 42: hit, 2.0 kB, 0.0 s']);
});
