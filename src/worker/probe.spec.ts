import { expect, test } from 'vitest';

import { createMemoryBlobStore } from '../../test/fakes/memory-blob-store.js';
import { CacheError } from '../errors.js';
import { Gate } from './gate.js';
import { probe } from './probe.js';

const down = new CacheError('down', { kind: 'network', retryable: true });

/** A scope whose service was given up. */
function givenUp() {
  const clock = { now: 0 };
  const gate = new Gate(() => clock.now);
  for (let i = 0; i < 2; i++) gate.failed('retrieve', { kind: 'network', concerns: 'unsure' }, 0);
  const blobs = createMemoryBlobStore();
  const ask = () => {
    probe(
      {
        ...{ scope: 'shared', container: 'cache', gate, blobs, nameOf: (hash) => `v1/shared/${hash}` },
        nameOfRecord: (time) => `runs/${time}`,
        ...{ verify: undefined, sign: undefined, failed: undefined },
      },
      '42',
    );
  };
  return { clock, gate, blobs, ask };
}

test('asks nothing before the pause is over', () => {
  const { blobs, ask } = givenUp();
  ask();
  expect(blobs.calls.download).toBe(0);
});

test('one success opens the way, and nobody has waited for it', async () => {
  const { clock, gate, blobs, ask } = givenUp();
  clock.now = 30_000;
  ask();
  ask();
  expect([gate.allows('retrieve'), blobs.calls.download]).toEqual([false, 1]);
  await expect.poll(() => gate.allows('retrieve')).toBe(true);
});

test('one that fails is no fault of the run, and the next comes a pause later', async () => {
  const { clock, gate, blobs, ask } = givenUp();
  blobs.fail('download', down);
  for (const now of [30_000, 59_000, 61_000]) {
    clock.now = now;
    ask();
    await new Promise(setImmediate);
  }
  expect([gate.allows('retrieve'), blobs.calls.download]).toEqual([false, 2]);
});
