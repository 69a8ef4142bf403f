import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

import { closestIds } from './closest-ids.js';

const schema = v.object({
  run: v.optional(v.object({ startTime: v.optional(v.string()), endTime: v.optional(v.string()) })),
  tasks: v.array(
    v.object({
      taskId: v.string(),
      hash: v.optional(v.string()),
      cacheStatus: v.picklist(['remote-cache-hit', 'local-cache-hit', 'cache-miss']),
      status: v.optional(v.number()),
    }),
  ),
});

/** The last run of Nx on this machine. */
export type LastRun = v.InferOutput<typeof schema> & { readonly path: string };

/** A task as that run left it. */
export interface LastTask {
  readonly id: string;
  readonly hash: string;
  readonly cacheStatus: LastRun['tasks'][number]['cacheStatus'];
  /** exit code */
  readonly code: number | undefined;
  /** of the run, ISO 8601 */
  readonly startTime: string | undefined;
  readonly endTime: string | undefined;
}

/**
 * Reads `run.json`, which Nx leaves in its cache directory at the end of a run: the newest, where there are several.
 *
 * @throws Error which says where it was looked for
 */
export function readLastRun(cacheDirectories: readonly string[]): LastRun {
  const paths = cacheDirectories.map((directory) => join(directory, 'run.json'));
  const [path = ''] = paths.toSorted((a, b) => modifiedAt(b) - modifiedAt(a));
  try {
    return { ...v.parse(schema, JSON.parse(readFileSync(path, 'utf8'))), path };
  } catch (cause) {
    throw new Error(
      `there is no last run in ${paths.join(' or ')}: run the task first on this machine (npx nx run …), or give --hash`,
      { cause },
    );
  }
}

const modifiedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @throws Error with the names that are near */
export function findTask({ tasks, run, path }: LastRun, id: string): LastTask {
  const task = tasks.find(({ taskId }) => taskId === id);
  if (!task)
    throw new Error(
      unknownTask(
        id,
        tasks.map(({ taskId }) => taskId),
        path,
      ),
    );
  if (task.hash === undefined) throw new Error(`the last run has no hash of ${id}: it did not come to it`);
  const { hash, cacheStatus, status } = task;
  return { id, hash, cacheStatus, code: status, startTime: run?.startTime, endTime: run?.endTime };
}

function unknownTask(id: string, ids: readonly string[], path: string): string {
  const near = closestIds(id, ids);
  const advice = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'run it first, or give --hash';
  return `"${id}" is not among the ${ids.length} tasks of the last run (${path}); ${advice}`;
}
