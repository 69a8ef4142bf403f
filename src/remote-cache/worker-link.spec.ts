import { expect, test } from 'vitest';

import { resolveConfig } from '../config/resolve-config.js';
import { resolveAccess } from '../trust/resolve-access.js';
import { Activity } from '../worker/activity.js';
import type { Outcome } from '../worker/protocol.js';
import { WorkerLink, type Call } from './worker-link.js';

const config = resolveConfig({ container: 'nx-cache', accountName: 'account' }, {});
const job = { root: '/no/workspace', config, access: resolveAccess(config, {}) };
const lookup: Call = { kind: 'retrieve', hash: '1', cacheDirectory: '/cache' };
const upload: Call = { kind: 'store', hash: '1', cacheDirectory: '/cache', terminalOutput: '', code: 0 };

/** A thread that runs `body` for every request; it has `port`, `id` and `activity`. */
function linkTo(body: string, activity = new Activity()): WorkerLink {
  const script = `
    import { workerData } from 'node:worker_threads';
    const { port } = workerData;
    const uploads = new Int32Array(workerData.activity);
    port.on('message', ({ id }) => { ${body} });`;
  return new WorkerLink(job, activity, new URL(`data:text/javascript,${encodeURIComponent(script)}`));
}

const outcomeOf = (link: WorkerLink, call: Call) =>
  new Promise<Outcome>((resolve) => {
    link.send(call, (outcome) => {
      resolve(outcome);
    });
  });

const kindOf = (outcome: Outcome) => (outcome.status === 'fault' ? outcome.fault.kind : outcome.status);

test('every call gets its own answer, in whatever order they come', async () => {
  const link = linkTo(`
    setTimeout(() => port.postMessage({ id, outcome: { status: 'stored', bytes: id }, ended: 0 }), 30 - 10 * id);`);
  const outcomes = await Promise.all([lookup, lookup, lookup].map((call) => outcomeOf(link, call)));
  expect(outcomes).toEqual([0, 1, 2].map((bytes) => ({ status: 'stored', bytes })));
});

test('answers are taken in also while the event loop stands still', () => {
  const activity = new Activity();
  const link = linkTo(
    `port.postMessage({ id, outcome: { status: 'present' } });
     Atomics.add(uploads, 0, 1);
     Atomics.notify(uploads, 0);`,
    activity,
  );
  const outcomes: Outcome[] = [];
  link.send(upload, (outcome) => outcomes.push(outcome));
  activity.waitForUpload(0, 10_000);
  link.collect();
  expect(outcomes).toEqual([{ status: 'present' }]);
  expect(link.uploads).toBe(1);
});

test.each([
  ['an exception', `throw new Error('oops');`],
  ['process.exit', 'process.exit(3);'],
])('a thread that ends by %s is a fault of all that wait, and the end of it', async (_, body) => {
  const link = linkTo(body);
  const outcomes = await Promise.all([outcomeOf(link, lookup), outcomeOf(link, upload)]);
  expect(outcomes.map(kindOf)).toEqual(['internal', 'internal']);
  expect(await outcomeOf(link, lookup)).toEqual({ status: 'skipped' });
  expect(link.uploads).toBe(0);
});

test('a thread that cannot be started is a fault', async () => {
  const link = new WorkerLink(job, new Activity(), new URL('file:///nowhere/worker.js'));
  expect(kindOf(await outcomeOf(link, lookup))).toBe('internal');
});

test('an answer says when the thread was done, by the clock of this one', async () => {
  const link = linkTo(
    `port.postMessage({ id, outcome: { status: 'miss' }, ended: performance.timeOrigin + performance.now() });`,
  );
  const sent = performance.now();
  const ended = await new Promise<number | undefined>((resolve) => {
    link.send(lookup, (_, ended) => {
      resolve(ended);
    });
  });
  // The clocks of two threads may differ by a fraction of a millisecond.
  expect(ended).toBeGreaterThan(sent - 5);
  expect(ended).toBeLessThan(performance.now() + 5);
});
