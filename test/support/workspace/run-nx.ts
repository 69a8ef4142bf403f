import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { assertNoSecrets } from './secrets.js';

export interface RunOptions {
  /** The `node` binary that runs Nx and the tasks. */
  readonly node: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface NxRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** In the order in which they ended. */
  readonly tasks: readonly TaskRun[];
  /** Task → where its result came from. */
  readonly statuses: Readonly<Record<string, CacheStatus>>;
}

interface TaskRun {
  /** e.g. `web:build` */
  readonly task: string;
  readonly hash: string;
  readonly status: CacheStatus;
  /** As Nx counts it: without the lookup in the remote cache. */
  readonly ms: number;
}

type CacheStatus = 'remote-cache-hit' | 'local-cache-hit' | 'cache-miss';

/** Runs the workspace's own Nx, without daemon and cloud, with no variable but those given. */
export async function runNx(workspace: string, args: readonly string[], options: RunOptions): Promise<NxRun> {
  const { node, env } = options;
  const started = performance.now();
  const child = spawn(node, [nxBin(workspace), ...args], {
    cwd: workspace,
    env: nxEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const ms = performance.now() - started;
  assertNoSecrets({ stdout, stderr }, env);
  const tasks = readTasks(env['NX_CACHE_DIRECTORY']);
  const statuses = Object.fromEntries(tasks.map(({ task, status }) => [task, status]));
  return { code, stdout, stderr, ms, tasks, statuses };
}

/** Of the test's environment only the path, with the wanted `node` in front, and the variables that a system requires. */
export function nxEnvironment({ node, env }: RunOptions): Record<string, string> {
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  return { ...basics, ...(process.platform === 'win32' ? ofWindows() : {}), PATH: path, ...env };
}

/** Without these Windows opens no socket and starts no command. */
const ofWindows = () =>
  Object.fromEntries(
    ['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP'].map((name) => [
      name,
      process.env[name] ?? '',
    ]),
  );

const basics = {
  LANG: 'C.UTF-8',
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  // Else DefaultAzureCredential asks the metadata service of the cloud (169.254.169.254), and tests stay on loopback.
  AZURE_TOKEN_CREDENTIALS: 'dev',
};

/** `bin/nx.js` up to Nx 21, `dist/bin/nx.js` since. */
export function nxBin(workspace: string): string {
  const root = join(workspace, 'node_modules/nx');
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { nx: string } };
  return join(root, bin.nx);
}

interface RunJson {
  readonly tasks: readonly {
    readonly taskId: string;
    readonly hash: string;
    readonly cacheStatus: CacheStatus;
    readonly startTime: string;
    readonly endTime: string;
  }[];
}

/** Nx leaves it in the cache directory at the end of a run, in every line from 20.1 to 24. */
function readTasks(cacheDirectory = ''): TaskRun[] {
  const { tasks } = JSON.parse(readFileSync(join(cacheDirectory, 'run.json'), 'utf8')) as RunJson;
  return tasks.map(({ taskId, hash, cacheStatus, startTime, endTime }) => ({
    task: taskId,
    hash,
    status: cacheStatus,
    ms: Date.parse(endTime) - Date.parse(startTime),
  }));
}
