import type { DrainLimits } from '../config/drain-limits.js';
import { formatBytes, plural } from '../format.js';
import type { Activity } from '../worker/activity.js';
import type { Terminal } from './terminal.js';

const tick = 100;
const silentFor = 1_000;
const clearLine = '\r\u001b[2K';

export interface DrainOptions {
  /** how many uploads the worker thread was given since its start */
  readonly uploads: number;
  readonly activity: Activity;
  readonly limits: DrainLimits;
  readonly terminal: Terminal;
  readonly now: () => number;
}

/**
 * Blocks the thread until the worker thread has ended all uploads; this works in an `exit` handler, also after
 * `process.exit`. On a terminal it shows progress after a second.
 *
 * @returns how many uploads were left when a limit was reached, and 0 when all have ended
 */
export function drain(options: DrainOptions): number {
  const { uploads, activity, limits, terminal, now } = options;
  const started = now();
  const alreadySent = activity.read('sent');
  let pulse = activity.pulse;
  let moved = started;
  let shown = false;

  const left = () => uploads - activity.read('uploads');
  while (left() > 0 && now() - moved < limits.stalled && now() - started < limits.total) {
    activity.waitForUpload(activity.read('uploads'), tick);
    if (activity.pulse !== pulse) [pulse, moved] = [activity.pulse, now()];
    if (terminal.interactive && now() - started > silentFor && left() > 0) {
      terminal.write(
        clearLine + progress(options, (now() - started) / 1000, activity.read('sent') - alreadySent),
      );
      shown = true;
    }
  }
  if (shown) terminal.write(clearLine);
  return left();
}

/** What is left is estimated by what an artifact took so far: the rest has not been packed yet. */
function progress({ uploads, activity }: DrainOptions, seconds: number, sent: number): string {
  const ended = activity.read('uploads');
  const sentInAll = activity.read('sent') * 1024;
  const left =
    ended > 0 ? `, about ${formatBytes(Math.max((sentInAll / ended) * uploads - sentInAll, 0))}` : '';
  const rate = `${formatBytes((sent * 1024) / seconds)}/s`;
  return `nx-azure-cache: uploading ${plural(uploads - ended, 'artifact')}${left} left, ${rate} (Ctrl-C to stop)`;
}
