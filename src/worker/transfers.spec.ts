import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../test/support/fakes/memory-blob-store.js';
import { temporaryFolder } from '../../test/support/temporary-folder.js';
import { CacheError, type FaultKind } from '../errors.js';
import { sharedAccess } from '../trust/resolve-access.js';
import type { Outcome } from './protocol.js';
import { createTransfers } from './transfers.js';

const blob = 'team/v1/shared/42';

/** A store, and two machines with an empty local cache. */
function setUp({ wanted = true } = {}) {
  const blobs = createMemoryBlobStore();
  const transfer = createTransfers({
    root: '/no/workspace',
    access: sharedAccess({ container: 'cache', credential: { kind: 'default' } }),
    open: () => blobs,
    prefix: 'team',
    producer: 'nx-azure-cache/0 test',
    redact: (text) => text.replaceAll('s3cret', '[redacted]'),
    wanted: () => wanted,
  });
  const machines = { a: temporaryFolder(), b: temporaryFolder() };
  const store = (hash = '42') =>
    transfer({ kind: 'store', id: 0, hash, cacheDirectory: machines.a, terminalOutput: 'built\n', code: 0 });
  const retrieve = (hash = '42') => transfer({ kind: 'retrieve', id: 0, hash, cacheDirectory: machines.b });
  const keep = () => transfer({ kind: 'record', id: 0, time: '2026-11-22T15:40:12.123Z', body: '{}' });
  return { blobs, machines, store, retrieve, keep };
}

function makeOutputs(cacheDirectory: string, hash = '42') {
  const dist = join(cacheDirectory, hash, 'libs/a/dist');
  mkdirSync(join(dist, 'empty'), { recursive: true });
  writeFileSync(join(dist, 'cli'), '#!/bin/sh\n');
  chmodSync(join(dist, 'cli'), 0o755);
  symlinkSync('cli', join(dist, 'link'));
}

const error = (kind: FaultKind) => new CacheError(`${kind} of s3cret`, { kind, retryable: false });
const faultOf = (outcome: Outcome) => (outcome.status === 'fault' ? outcome.fault : undefined);

test('a machine restores what another machine has stored', async () => {
  const { machines, store, retrieve } = setUp();
  makeOutputs(machines.a);
  expect(await store()).toMatchObject({ status: 'stored' });
  const outputsPath = join(machines.b, '42');
  expect(await retrieve()).toMatchObject({
    status: 'hit',
    artifact: { code: 0, terminalOutput: 'built\n', outputsPath },
  });
  const dist = join(outputsPath, 'libs/a/dist');
  expect(readdirSync(dist)).toEqual(['cli', 'empty', 'link']);
  expect(statSync(join(dist, 'cli')).mode & 0o777).toBe(0o755);
});

test('a blob has the facts of its artifact as metadata', async () => {
  const { blobs, machines, store } = setUp();
  makeOutputs(machines.a);
  await store();
  expect(blobs.blobs.get(blob)?.metadata).toMatchObject({
    code: '0',
    entries: '8',
    producer: 'nx-azure-cache/0 test',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

test('a second upload of an artifact finds it present', async () => {
  const { machines, store } = setUp();
  makeOutputs(machines.a);
  await store();
  expect(await store()).toEqual({ status: 'present' });
});

test('an artifact that the container does not have is a miss', async () => {
  expect(await setUp().retrieve()).toEqual({ status: 'miss' });
});

test('outputs that do not exist make no blob', async () => {
  const { blobs, store } = setUp();
  expect(faultOf(await store())?.kind).toBe('archive');
  expect(blobs.blobs.size).toBe(0);
});

describe('a blob that is not the artifact that was stored is a fault, and leaves no file:', () => {
  test.each<[string, (body: Buffer) => Buffer]>([
    ['flipped', (body) => Buffer.from(body.map((byte, i) => (i === body.length >> 1 ? byte ^ 1 : byte)))],
    ['cut', (body) => body.subarray(0, -1)],
    ['longer', (body) => Buffer.concat([body, Buffer.from('x')])],
    ['something else', () => Buffer.from('<html>')],
  ])('%s', async (_, damage) => {
    const { blobs, machines, store, retrieve } = setUp();
    makeOutputs(machines.a);
    await store();
    const { body, metadata } = blobs.blobs.get(blob) ?? { body: Buffer.alloc(0), metadata: {} };
    blobs.blobs.set(blob, { body: damage(body), metadata });
    expect(faultOf(await retrieve())?.kind).toBe('damaged');
    expect(readdirSync(machines.b)).toEqual([]);
  });

  test('without metadata', async () => {
    const { blobs, retrieve } = setUp();
    blobs.blobs.set(blob, { body: Buffer.from('x'), metadata: {} });
    expect(faultOf(await retrieve())?.kind).toBe('damaged');
  });

  test('the right bytes under another digest', async () => {
    const { blobs, machines, store, retrieve } = setUp();
    makeOutputs(machines.a);
    await store();
    const stored = blobs.blobs.get(blob);
    if (stored)
      blobs.blobs.set(blob, { ...stored, metadata: { ...stored.metadata, sha256: '0'.repeat(64) } });
    expect(faultOf(await retrieve())?.message).toContain('sha256');
    expect(readdirSync(machines.b)).toEqual([]);
  });
});

test('an artifact that is no longer wanted is not put in place', async () => {
  const { machines, store, retrieve } = setUp({ wanted: false });
  makeOutputs(machines.a);
  await store();
  expect(await retrieve()).toEqual({ status: 'skipped' });
  expect(readdirSync(machines.b)).toEqual([]);
});

test('after two outages no request is sent', async () => {
  const { blobs, retrieve } = setUp();
  blobs.fail('download', error('network'));
  for (let i = 0; i < 2; i++) expect(faultOf(await retrieve())?.kind).toBe('network');
  expect(await retrieve()).toEqual({ status: 'skipped' });
  expect(blobs.calls.download).toBe(2);
});

test('an upload under way is skipped when the service is given up (nrwl/nx#36640)', async () => {
  const { blobs, machines, store, retrieve } = setUp();
  makeOutputs(machines.a);
  blobs.upload = () => new Promise(() => undefined);
  const hanging = store();
  blobs.fail('download', error('timeout'));
  for (let i = 0; i < 2; i++) await retrieve();
  expect(await hanging).toEqual({ status: 'skipped' });
});

test('after a refused write no artifact is packed, and lookups continue', async () => {
  const { blobs, machines, store, retrieve } = setUp();
  makeOutputs(machines.a);
  blobs.fail('upload', error('permission'));
  expect(faultOf(await store())?.kind).toBe('permission');
  expect(await store()).toEqual({ status: 'skipped' });
  expect(blobs.calls.upload).toBe(1);
  expect(await retrieve()).toEqual({ status: 'miss' });
});

test('messages contain no secret', async () => {
  const { blobs, retrieve } = setUp();
  blobs.fail('download', error('network'));
  expect(faultOf(await retrieve())?.message).toBe('network of [redacted]');
});

test('a hash that is a path is refused', async () => {
  const { blobs, retrieve } = setUp();
  expect(faultOf(await retrieve('../42'))?.kind).toBe('rejected');
  expect(blobs.calls.download).toBe(0);
});

test('500 lookups at once all get their answer, some at a time', async () => {
  const { blobs, machines, store, retrieve } = setUp();
  makeOutputs(machines.a);
  await store();
  const hashes = Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? '42' : String(1000 + i)));
  const statuses = (await Promise.all(hashes.map((hash) => retrieve(hash)))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 'hit')).toHaveLength(100);
  expect(statuses.filter((status) => status === 'miss')).toHaveLength(400);
  expect(readFileSync(join(machines.b, '42/libs/a/dist/cli'), 'utf8')).toBe('#!/bin/sh\n');
  expect(blobs.calls.download).toBe(500);
});

describe('the record of a run', () => {
  test('is a blob beside the artifacts', async () => {
    const { blobs, keep } = setUp();
    expect(await keep()).toEqual({ status: 'stored', bytes: 2 });
    const [[name, record] = []] = blobs.blobs;
    expect(name).toMatch(/^team\/runs\/v1\/2026-11-22\/15-40-12\.123Z-[0-9a-f]{8}\.json$/);
    expect(record).toEqual({ body: Buffer.from('{}'), metadata: { producer: 'nx-azure-cache/0 test' } });
  });

  test('is not stored after stores have been refused', async () => {
    const { blobs, machines, store, keep } = setUp();
    makeOutputs(machines.a);
    blobs.fail('upload', error('permission'));
    await store();
    expect(await keep()).toEqual({ status: 'skipped' });
    expect(blobs.calls.upload).toBe(1);
  });

  test('is a fault without secrets if it cannot be stored', async () => {
    const { blobs, keep } = setUp();
    blobs.fail('upload', error('rejected'));
    expect(faultOf(await keep())?.message).toBe('rejected of [redacted]');
  });
});
