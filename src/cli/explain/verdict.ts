import type { CacheMode } from '../../config/mode.js';
import type { Access } from '../../trust/access.js';
import type { Finding } from './inspect-place.js';
import type { LastTask } from './last-run.js';

/** What a run like this one would make of a task whose outputs it has not in its local cache. */
export interface Verdict {
  readonly outcome: 'hit' | 'miss' | 'not asked';
  /** a sentence */
  readonly reason: string;
}

interface Facts {
  readonly findings: readonly Finding[];
  readonly mode: CacheMode;
  readonly access: Access;
  readonly task: LastTask | undefined;
}

/** Decides as the run does: the first scope that has a usable artifact. */
export function judge(facts: Facts): Verdict {
  const { findings, mode } = facts;
  if (!mode.read) return { outcome: 'not asked', reason: 'The mode is no-cache: nothing is looked up.' };
  const hit = findings.find((finding) => finding.status === 'usable');
  if (hit)
    return { outcome: 'hit', reason: `It would be restored from ${hit.scope}.${doubt(hit.modified, facts)}` };
  return { outcome: 'miss', reason: `${whyMissed(facts)} ${whatThen(facts)}` };
}

/** What a body holds is known only to who restores it: a system that cannot hold it misses it each time. */
function doubt(modified: string, { task }: Facts): string {
  const { cacheStatus, startTime = '' } = task ?? {};
  return cacheStatus === 'cache-miss' && Date.parse(modified) < Date.parse(startTime) ? notTaken : '';
}

const notTaken =
  ' But it was there when the last run here missed it: read the last lines of that run; if this system cannot hold the outputs, the task runs here each time.';

function whyMissed({ findings, task }: Facts): string {
  if (findings.some(({ status }) => status === 'unreadable')) return 'Not every scope could be read.';
  if (findings.some(({ status }) => status === 'unusable')) return 'What is there is not used.';
  if (task?.code !== undefined && task.code !== 0) return 'The task failed, and failures are not stored.';
  if (task?.cacheStatus === 'cache-miss') return notStored;
  if (task) return 'It is not there (any more), though this machine has it.';
  return 'It is not there.';
}

const notStored =
  'Nobody has stored it, the last run here neither: the target may not be cached ("cache": true), its upload may have failed, or it was pruned since.';

function whatThen({ mode, access }: Facts): string {
  if (!mode.write) return 'It would be built, and not stored: the mode is read-only.';
  if (access.refusal !== undefined) return `It would be built, and not stored: ${access.refusal}.`;
  return `It would be built, and stored in ${access.own?.scope ?? 'no scope'}.`;
}
