import { randomBytes } from 'node:crypto';

import type { BlobStore } from '../../../blob/blob-store.js';
import { CacheError } from '../../../errors.js';
import { scopesOf, type ScopeAccess } from '../../../trust/access.js';
import { pass, warn, type Finding, type Findings } from '../check.js';
import { writtenPlace, type Setup } from '../setup.js';
import { leftBehind, testBlobName } from '../test-blob.js';

/** Checks that requests are fast enough: their latency, and the rates of an upload and a download. */
export async function checkSpeed(setup: Setup): Promise<Findings> {
  const resolved = setup.resolve();
  const { prefix } = resolved.config;
  const written = writtenPlace(resolved);
  const [first] = scopesOf(resolved.access);
  if (!first) return undefined;
  const latency = await measureLatency(setup.store(first), testBlobName(first, prefix), setup);
  if (!written) return assess(latency);
  const { rates, left } = await transferIn(setup, written, testBlobName(written, prefix));
  return [assess(latency, rates), leftBehind(left, written)];
}

/** Bytes per second; 0 for a transfer that did not finish in time. */
interface Rates {
  readonly up: number;
  readonly down: number;
}

/** Without rates if uploading is not allowed. */
async function transferIn(
  setup: Setup,
  place: ScopeAccess,
  name: string,
): Promise<{ rates?: Rates; left?: string }> {
  try {
    const rates = await measureRates(setup.store(place), name, setup);
    const removed = await (await setup.probe(place)).remove(name);
    return removed === 'done' ? { rates } : { rates, left: name };
  } catch (error) {
    if (error instanceof CacheError && error.kind === 'permission') return {};
    throw error;
  }
}

type Timing = Pick<Setup, 'clock'>;

/** Of the latency; a few requests give a stable median. */
const requests = 7;
const latencyLimit = 3_000;
const size = 4 * 1024 * 1024;
/** ms for each direction: below 1 MB/s the exact rate does not matter */
const transferLimit = 3_000;

/** The median of a few misses, ms. The first one, which opens the connection, does not count. */
async function measureLatency(store: BlobStore, name: string, { clock }: Timing): Promise<number> {
  const times: number[] = [];
  const deadline = clock() + latencyLimit;
  for (let i = 0; i <= requests && (i < 2 || clock() < deadline); i++) {
    const started = clock();
    await store.download(name);
    times.push(clock() - started);
  }
  const sorted = times.slice(1).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Uploads a blob that does not compress, and downloads it. The blob stays. */
async function measureRates(store: BlobStore, name: string, timing: Timing): Promise<Rates> {
  const body = randomBytes(size);
  const up = await rateOf(() => store.upload(name, oneChunk(body), () => ({})), timing);
  return { up, down: up === 0 ? 0 : await rateOf(() => readWhole(store, name), timing) };
}

async function rateOf(work: () => Promise<unknown>, { clock }: Timing): Promise<number> {
  const started = clock();
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, transferLimit, false).unref();
  });
  const inTime = await Promise.race([work().then(() => true), late]);
  return inTime ? size / ((clock() - started) / 1000) : 0;
}

async function* oneChunk(body: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(body);
}

async function readWhole(store: BlobStore, name: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of (await store.download(name))?.chunks ?? []) bytes += chunk.length;
  return bytes;
}

/** ms, and bytes per second */
const slowest = { latency: 150, rate: 2_000_000 };

function assess(latency: number, rates?: Rates): Finding {
  const transfers = rates ? `, ${format(rates.up)} up, ${format(rates.down)} down` : '';
  const detail = `${Math.round(latency)} ms per request${transfers}`;
  if (latency > slowest.latency)
    return warn(
      `${detail}: the storage account is far away`,
      'use a storage account in a region near these machines (az account list-locations)',
    );
  if (!rates || Math.min(rates.up, rates.down) >= slowest.rate) return pass(detail);
  return warn(
    `${detail}: slow`,
    'check the network and any proxy, or use a storage account in a region near these machines',
  );
}

/** `180 MB/s`, `2.5 MB/s` */
function format(rate: number): string {
  const megabytes = rate / 1e6;
  if (megabytes < 1) return 'less than 1 MB/s';
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB/s`;
}
