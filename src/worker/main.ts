import { setImmediate } from 'node:timers';
import { workerData } from 'node:worker_threads';

import { sweepStaging } from '../archive/staging.js';
import { createAzureBlobStore } from '../blob/azure-blob-store.js';
import { createEntraPolicy } from '../blob/connect.js';
import { createRedactor } from '../config/secrets.js';
import { credentialsOf } from '../trust/access.js';
import { Activity } from './activity.js';
import type { Reply, Request, WorkerOptions } from './protocol.js';
import { createTransfers } from './transfers.js';

const { root, config, access, port, activity: buffer } = workerData as WorkerOptions;
const activity = new Activity(buffer);
const byEntra = createEntraPolicy();

const transfer = createTransfers({
  ...{ root, access },
  open: (place) => createAzureBlobStore({ ...config, ...place }, moved, byEntra),
  prefix: config.prefix,
  producer: config.producer,
  redact: createRedactor(credentialsOf(access), access.own?.signingKey),
  wanted: () => !activity.abandoned,
});

function moved(operation: 'read' | 'write', bytes: number): void {
  activity.moved(operation === 'write' ? 'sent' : 'received', bytes);
}

const swept = new Set<string>();

port.on('message', (request: Request) => {
  void answer(request);
  if (request.kind !== 'record') sweep(request.cacheDirectory);
});

function sweep(cacheDirectory: string): void {
  if (swept.has(cacheDirectory)) return;
  swept.add(cacheDirectory);
  setImmediate(sweepStaging, cacheDirectory, Date.now());
}

async function answer(request: Request): Promise<void> {
  const outcome = await transfer(request);
  const reply: Reply = { id: request.id, outcome, ended: performance.timeOrigin + performance.now() };
  port.postMessage(reply);
  activity.ended(request.kind);
}
