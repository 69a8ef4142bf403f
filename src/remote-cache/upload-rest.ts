import type { DrainLimits } from '../config/drain-limits.js';
import type { Config } from '../config/resolve-config.js';
import { plural } from '../format.js';
import type { Activity } from '../worker/activity.js';
import type { Fault } from '../worker/protocol.js';
import { drain } from './drain.js';
import type { Journal } from './journal.js';
import { releaseSignals } from './signals.js';
import type { Terminal } from './terminal.js';
import type { WorkerLink } from './worker-link.js';

/** What the last uploads of a run go by. */
export interface Uploading {
  readonly config: Pick<Config, 'drain'>;
  readonly link: Pick<WorkerLink, 'collect' | 'send' | 'uploads'>;
  readonly activity: Activity;
  readonly journal: Journal;
  readonly terminal: Terminal;
  readonly now: () => number;
}

/** What the container keeps of the run. */
export interface LastRecord {
  /** ISO 8601 */
  readonly time: string;
  readonly body: string;
}

/**
 * Waits for the uploads, and then for the record, which tells how they ended; both within the same limits.
 *
 * @param record asked for when the uploads have ended; undefined for none
 */
export function uploadRest(run: Uploading, record: () => LastRecord | undefined): void {
  const { config, journal, now } = run;
  releaseSignals();
  const started = now();
  const left = waitFor(run, config.drain);
  const message = `${plural(left, 'artifact was', 'artifacts were')} not uploaded: the uploads made no progress, or took too long (see NX_AZURE_CACHE_DRAIN_TIMEOUT)`;
  for (let i = 0; i < left; i++) journal.note({ kind: 'timeout', message, quiet: false });
  const total = config.drain.total - (now() - started);
  // What did not take the artifacts would not take this either.
  const last = left > 0 || total <= 0 ? undefined : record();
  if (last) keep(run, last, { ...config.drain, total });
}

function keep(run: Uploading, record: LastRecord, limits: DrainLimits): void {
  const lost = ({ kind, message }: Pick<Fault, 'kind' | 'message'>) => {
    run.journal.note({ kind, message: `the record of this run was not kept: ${message}`, quiet: true });
  };
  run.link.send({ kind: 'record', ...record }, (outcome) => {
    if (outcome.status === 'fault') lost(outcome.fault);
  });
  if (waitFor(run, limits) > 0) lost({ kind: 'timeout', message: 'it made no progress, or took too long' });
}

function waitFor({ link, activity, terminal, now }: Uploading, limits: DrainLimits): number {
  const left = drain({ uploads: link.uploads, limits, activity, terminal, now });
  link.collect();
  return left;
}
