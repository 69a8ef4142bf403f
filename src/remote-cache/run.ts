import type { Config } from '../config/resolve-config.js';
import type { RunFacts } from '../runs/run-report.js';
import type { Activity } from '../worker/activity.js';
import type { Holds } from '../worker/holds.js';
import type { Journal } from './journal.js';
import type { NxTask } from './report/read-tasks.js';
import type { Terminal } from './terminal.js';
import type { WorkerLink } from './worker-link.js';

/** A run as the `exit` handler sees it: what its uploads, its summary and its reports need. */
export interface Run {
  /** the folder of nx.json */
  readonly root: string;
  readonly config: Pick<Config, 'drain' | 'mode' | 'newNxWarning' | 'outputs' | 'recordRuns'>;
  /** undefined when nothing was asked of the container */
  readonly link: Pick<WorkerLink, 'collect' | 'send' | 'uploads'> | undefined;
  readonly activity: Activity;
  readonly journal: Journal;
  readonly holds: Holds;
  readonly stderr: Terminal;
  readonly stdout: Terminal;
  /** `performance.now()` */
  readonly now: () => number;
  readonly exitCode: number;
  /** the tasks of this run by their hash; reads a file, once */
  readonly tasks: () => ReadonlyMap<string, NxTask>;
  /** what was known before it began; reads files, once */
  readonly facts: () => RunFacts;
  /** removes secrets from a text */
  readonly redact: (text: string) => string;
  /** a warning for a run that used the remote cache */
  readonly advice: string | undefined;
}

/** Calls `read` when its value is needed, and only once. */
export function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}
