import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import leven from 'leven';
import * as v from 'valibot';

import {
  copyEnvironment,
  readVariable,
  type Environment,
  signingKeyVariable,
} from '../../config/environment.js';
import { resolveNx } from '../../nx/workspace.js';
import type { Host } from '../host.js';

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

/** A task of that run. */
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
 * Reads `run.json`, which Nx writes to its cache directory at the end of a run; the newest of several.
 *
 * @throws Error that names the files that were tried
 */
export function readLastRun(cacheDirectories: readonly string[]): LastRun {
  const paths = cacheDirectories.map((directory) => join(directory, 'run.json'));
  const [path = ''] = paths.toSorted((a, b) => modifiedAt(b) - modifiedAt(a));
  try {
    return { ...v.parse(schema, JSON.parse(readFileSync(path, 'utf8'))), path };
  } catch (cause) {
    throw new Error(
      `no last run was found (${paths.join(', ')}): run the task on this machine first (npx nx run <task>), or use --hash`,
      { cause },
    );
  }
}

const modifiedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @throws Error that suggests similar names */
export function findTask({ tasks, run, path }: LastRun, id: string): LastTask {
  const task = tasks.find(({ taskId }) => taskId === id);
  if (task?.hash === undefined)
    throw new Error(task ? `the last run did not compute a hash for ${id}` : unknownTask(id, tasks, path));
  const { hash, cacheStatus, status } = task;
  return { id, hash, cacheStatus, code: status, startTime: run?.startTime, endTime: run?.endTime };
}

function unknownTask(id: string, tasks: LastRun['tasks'], path: string): string {
  const ids = tasks.map(({ taskId }) => taskId);
  const near = closestIds(id, ids);
  const advice = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'run it first, or use --hash';
  return `"${id}" is not one of the ${ids.length} tasks of the last run (${path}); ${advice}`;
}

/** The names that may have been meant: those with all of the given words first, then by edit distance. */
export function closestIds(id: string, ids: readonly string[]): string[] {
  const words = id.split(':').filter((word) => word !== '');
  const distanceTo = (other: string) =>
    words.length > 0 && words.every((word) => other.split(':').includes(word)) ? 0 : leven(id, other);
  return ids
    .map((other) => ({ other, distance: distanceTo(other) }))
    .filter(({ other, distance }) => distance <= Math.max(3, other.length / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ other }) => other);
}

/** The variables that move the cache directory (`cache-directory` in `nx/src/utils`). */
const variables = ['NX_CACHE_DIRECTORY', 'NX_WORKSPACE_DATA_DIRECTORY', 'NX_PROJECT_GRAPH_CACHE_DIRECTORY'];

/**
 * Where runs of Nx may have their local cache, according to Nx itself. From 23 on it can be in the home directory, under an
 * identity that Nx derives from the git remote.
 *
 * Nx up to 24.0.0 reads the variables before the `.env` files, 24.0.6 after them. A global Nx or a task that starts Nx has
 * read the files already. So one workspace can have two caches.
 */
export function findCacheDirectories(
  root: string,
  { started, env }: Pick<Host, 'started' | 'env'>,
  askNx: typeof askInstalledNx = askInstalledNx,
): string[] {
  const isSame = variables.every((name) => started[name] === env[name]);
  const directories = (isSame ? [started] : [started, env]).map((variables) =>
    resolve(root, askNx(root, variables) ?? readVariable(variables, 'NX_CACHE_DIRECTORY') ?? '.nx/cache'),
  );
  return [...new Set(directories)];
}

/** In a process of its own: Nx reads the working directory and the environment when it is loaded. */
function askInstalledNx(root: string, env: Environment): string | undefined {
  const cache = resolveNx(root, 'nx/src/utils/cache-directory');
  if (cache === undefined) return undefined;
  const loader = resolveNx(root, 'nx/bin/workspace-env') ?? '';
  const { status, stdout } = spawnSync(process.execPath, ['-e', script, root, cache, loader], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
    env: copyEnvironment(env, { [signingKeyVariable]: undefined }),
  });
  // Nx may print lines of its own.
  return status === 0 ? /^cacheDir=(.+)$/m.exec(stdout)?.[1] : undefined;
}

/** Where Nx has `nx/bin/workspace-env`, it reads `.env` files before the variables. */
const script = `
const [root, cache, loader] = process.argv.slice(1);
(async () => {
  if (loader !== '') await require(loader).loadWorkspaceEnv(root);
  console.log('cacheDir=' + require(cache).cacheDir);
})();
`;
