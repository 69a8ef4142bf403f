import { setImmediate } from 'node:timers';
import { workerData } from 'node:worker_threads';

import { sweepStaging } from '../archive/staging.js';
import { createAzureBlobStore } from '../blob/azure-blob-store.js';
import { openEntra } from '../blob/connect.js';
import { capitalize, tidyForLibraries } from '../config/environment.js';
import { redactLicenses } from '../config/show.js';
import { createRedactor } from '../config/secrets.js';
import { credentialsOf } from '../trust/access.js';
import { Activity } from './activity.js';
import type { Reply, Request, WorkerOptions } from './protocol.js';
import { reportTools } from './tools.js';
import { createTransfers } from './transfers.js';

const { root, config, access, port, activity: buffer } = workerData as WorkerOptions;
// The environment of this thread is a copy: tasks keep theirs.
tidyForLibraries();
capitalize();
const activity = new Activity(buffer);
reportTools(activity);
const entra = openEntra(config);
// The first request is waiting, and signing in may take longer than all the rest.
if (credentialsOf(access).some(({ kind }) => kind === 'default')) entra.start();
const redactKnown = createRedactor(credentialsOf(access), access.own?.signingKey);

const transfer = createTransfers({
  root,
  access,
  open: (scope) => createAzureBlobStore({ ...config, ...scope }, moved, entra),
  prefix: config.prefix,
  producer: config.producer,
  redact: (text) => redactLicenses(entra.redact(redactKnown(text))),
  overdue: entra.overdue,
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
