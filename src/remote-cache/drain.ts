import { constants } from 'node:os';

import type { DrainLimits } from '../config/run-options.js';
import { formatBytes, plural } from '../format.js';
import type { Fault } from '../worker/protocol.js';
import type { Run } from './run.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const tick = 100;
/** ms before progress is shown on a terminal */
const silentFor = 1_000;
const clearLine = '\r\u001b[2K';

/** The record of a run, which the container keeps. */
export interface LastRecord {
  /** ISO 8601 */
  readonly time: string;
  readonly body: string;
}

type UploadingRun = Pick<Run, 'activity' | 'journal' | 'now' | 'stderr'> & {
  readonly config: Pick<Run['config'], 'drain'>;
  readonly link: NonNullable<Run['link']>;
};

/** Whether a process ends because of a signal, by its exit code (Nx: 128 + the signal's number). */
export function wasInterrupted(exitCode: number): boolean {
  return signals.some((signal) => exitCode === 128 + constants.signals[signal]);
}

/**
 * Waits for the uploads, and then for the record, which contains how they ended; both within the same limits.
 *
 * @param record called when the uploads have ended; undefined for none
 */
export function uploadRest(run: UploadingRun, record: () => LastRecord | undefined): void {
  const { config, journal, now } = run;
  releaseSignals();
  const started = now();
  const left = waitFor(run, config.drain);
  const message = `${plural(left, 'artifact was', 'artifacts were')} not uploaded: the uploads made no progress, or took too long (see NX_AZURE_CACHE_DRAIN_TIMEOUT)`;
  for (let i = 0; i < left; i++) journal.addFault({ kind: 'timeout', message, expected: false });
  const total = config.drain.total - (now() - started);
  // If artifacts could not be uploaded, the record could not either.
  const last = left > 0 || total <= 0 ? undefined : record();
  if (last) storeRecord(run, last, { ...config.drain, total });
}

function storeRecord(run: UploadingRun, record: LastRecord, limits: DrainLimits): void {
  const addFault = ({ kind, message }: Pick<Fault, 'kind' | 'message'>) => {
    run.journal.addFault({
      kind,
      message: `the record of this run was not stored: ${message}`,
      expected: true,
    });
  };
  run.link.send({ kind: 'record', ...record }, (outcome) => {
    if (outcome.status === 'fault') addFault(outcome.fault);
  });
  if (waitFor(run, limits) > 0)
    addFault({ kind: 'timeout', message: 'the upload made no progress, or took too long' });
}

function waitFor(run: UploadingRun, limits: DrainLimits): number {
  const left = drain(run, run.link.uploads, limits);
  run.link.collect();
  return left;
}

/**
 * Gives the signals back to the system, so that Ctrl-C ends the process at once: while the thread is blocked, no handler
 * could run.
 */
function releaseSignals(): void {
  for (const signal of signals) process.removeAllListeners(signal);
}

/**
 * Blocks the thread until the worker thread has ended all uploads; this works in an `exit` handler, also after
 * `process.exit`. On a terminal it shows progress after a second.
 *
 * @param uploads how many the worker thread was given since its start
 * @returns how many were left when a limit was reached; 0 when all have ended
 */
export function drain(
  { activity, stderr, now }: Pick<Run, 'activity' | 'stderr' | 'now'>,
  uploads: number,
  limits: DrainLimits,
): number {
  const started = now();
  const alreadySent = activity.read('sent');
  let pulse = activity.pulse;
  let moved = started;
  let shown = false;

  const left = () => uploads - activity.read('uploads');
  while (left() > 0 && now() - moved < limits.stalled && now() - started < limits.total) {
    activity.waitForUpload(activity.read('uploads'), tick);
    if (activity.pulse !== pulse) [pulse, moved] = [activity.pulse, now()];
    if (stderr.interactive && now() - started > silentFor && left() > 0) {
      const rate = ((activity.read('sent') - alreadySent) * 1024) / ((now() - started) / 1000);
      stderr.write(clearLine + progress(uploads, activity, rate));
      shown = true;
    }
  }
  if (shown) stderr.write(clearLine);
  return left();
}

/** The size of the rest is estimated from the artifacts so far: it has not been packed yet. */
function progress(uploads: number, activity: Run['activity'], rate: number): string {
  const ended = activity.read('uploads');
  const sent = activity.read('sent') * 1024;
  const left = ended > 0 ? `, about ${formatBytes(Math.max((sent / ended) * uploads - sent, 0))}` : '';
  return `nx-azure-cache: uploading ${plural(uploads - ended, 'artifact')}${left} left, ${formatBytes(rate)}/s (Ctrl-C to stop)`;
}
