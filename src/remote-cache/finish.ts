import { adviseOnNxVersion, readNxVersion } from '../config/nx-version.js';
import type { Config } from '../config/resolve-config.js';
import type { Activity } from '../worker/activity.js';
import { drain } from './drain.js';
import { plural } from './format.js';
import { releaseSignals, wasInterrupted } from './signals.js';
import type { Journal } from './journal.js';
import { summarize } from './summary.js';
import type { Terminal } from './terminal.js';
import type { WorkerLink } from './worker-link.js';

/** What a run leaves for its end. */
export interface Run {
  readonly root: string;
  readonly config: Pick<Config, 'drain'>;
  /** undefined when nothing was asked of the container */
  readonly link: WorkerLink | undefined;
  readonly activity: Activity;
  readonly journal: Journal;
  readonly terminal: Terminal;
  readonly now: () => number;
}

/** The end of a run, in the `exit` handler: waits for the uploads, then says what there is to say. */
export function finish(run: Run, exitCode: number): void {
  const { link, journal, terminal, root } = run;
  link?.collect();
  if (link && !wasInterrupted(exitCode)) {
    journal.timed(() => {
      uploadRest(run, link);
    });
  }
  const lines = [...journal.decisions, ...summarize(journal.tally, journal.waited)];
  if (lines.length > 0) lines.unshift(...nxAdvice(root));
  terminal.write(lines.map((line) => `nx-azure-cache: ${line}\n`).join(''));
}

function uploadRest({ config, activity, journal, terminal, now }: Run, link: WorkerLink): void {
  releaseSignals();
  const left = drain({ uploads: link.uploads, limits: config.drain, activity, terminal, now });
  link.collect();
  const message = `${plural(left, 'artifact was', 'artifacts were')} not uploaded: the uploads made no progress, or took too long (see NX_AZURE_CACHE_DRAIN_TIMEOUT)`;
  for (let i = 0; i < left; i++) journal.note({ kind: 'timeout', message, quiet: false });
}

function nxAdvice(root: string): string[] {
  const version = readNxVersion(root);
  const advice = version === undefined ? undefined : adviseOnNxVersion(version);
  return advice === undefined ? [] : [`warning: ${advice}`];
}
