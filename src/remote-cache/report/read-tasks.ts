import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A task of the run that has just ended, as Nx reports it. */
export interface NxTask {
  /** e.g. `web:build` */
  readonly id: string;
  readonly project: string;
  readonly target: string;
  /** milliseconds from its start to its end; of a hit, until its outputs were in place */
  readonly ms: number;
  /** whether it ran because its result was in no cache; Nx reports this of every task that failed, also from the cache */
  readonly ran: boolean;
  readonly failed: boolean;
}

/** `run.json` as Nx 20.1 to 24 write it into the cache directory, just before they end. */
interface RunJson {
  readonly run: { readonly startTime: string };
  readonly tasks: readonly {
    readonly taskId: string;
    readonly projectName: string;
    readonly target: string;
    readonly hash: string;
    readonly startTime: string;
    readonly endTime: string;
    readonly cacheStatus: string;
    /** exit code */
    readonly status?: number;
  }[];
}

/**
 * The tasks of this run by their hash; empty if Nx has written no file, or if the file is of an earlier run.
 *
 * @param since when this process began, ms since 1970
 */
export function readTasks(cacheDirectory: string | undefined, since: number): ReadonlyMap<string, NxTask> {
  try {
    const { run, tasks } = JSON.parse(
      readFileSync(join(cacheDirectory ?? '', 'run.json'), 'utf8'),
    ) as RunJson;
    return Date.parse(run.startTime) >= since ? new Map(tasks.map(toTask)) : new Map();
  } catch {
    return new Map();
  }
}

function toTask({ hash, taskId, projectName, target, ...task }: RunJson['tasks'][number]) {
  const ms = Date.parse(task.endTime) - Date.parse(task.startTime);
  const ran = task.cacheStatus === 'cache-miss';
  const failed = (task.status ?? 0) !== 0;
  return [hash, { id: taskId, project: projectName, target, ms, ran, failed }] as const;
}
