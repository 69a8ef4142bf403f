import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { BlobStore } from '../../blob/blob-store.js';

/** Bytes a second; 0 for one that has not come to its end in time. */
export interface Transfer {
  readonly up: number;
  readonly down: number;
}

const requests = 7;
const latencyLimit = 3_000;
const size = 4 * 1024 * 1024;
/** Of each direction, ms: less than a megabyte a second needs no better figure. */
const transferLimit = 3_000;

/**
 * The median of a few lookups of a blob that is not there, ms. The first one, which opens the connection, does not count.
 *
 * @throws CacheError
 */
export async function measureLatency(store: BlobStore, name: string): Promise<number> {
  const times: number[] = [];
  const deadline = performance.now() + latencyLimit;
  for (let i = 0; i <= requests && (i < 2 || performance.now() < deadline); i++) {
    times.push(await timeOf(() => store.download(name)));
  }
  const sorted = times.slice(1).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Uploads a blob that nothing can compress, and downloads it. It stays there.
 *
 * @throws CacheError
 */
export async function measureTransfer(store: BlobStore, name: string): Promise<Transfer> {
  const body = randomBytes(size);
  const up = await rateOf(() => store.upload(name, oneChunk(body), () => ({})));
  if (up === 0) return { up, down: 0 };
  return { up, down: await rateOf(() => readWhole(store, name)) };
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const inTime = await Promise.race([work().then(() => true), sleep(transferLimit, false, { ref: false })]);
  return inTime ? size / ((performance.now() - started) / 1000) : 0;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function* oneChunk(body: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(body);
}

async function readWhole(store: BlobStore, name: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of (await store.download(name))?.chunks ?? []) bytes += chunk.length;
  return bytes;
}
