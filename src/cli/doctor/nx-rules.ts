import type { Environment } from '../../config/environment.js';
import { isNxBefore } from '../../nx/nx-version.js';

/** What decides which remote cache a run of Nx uses. */
export interface NxRun {
  readonly nxJson: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  /** undefined: treated as the newest */
  readonly version: string | undefined;
}

/**
 * The packages that Nx asks for a cache before this one (`_getRemoteCache` in `nx/src/tasks-runner/cache` of 20.1 and 24).
 * Up to 20.6 it knows only those of the older names.
 */
export function cachesBeforeOurs(run: NxRun): string[] {
  const kinds = ['s3', 'shared-fs', 'gcs'];
  if (isBefore(run, 20, 7)) return kinds.map((kind) => `@nx/powerpack-${kind}-cache`);
  return [
    ...kinds.flatMap((kind) => [`@nx/${kind}-cache`, `@nx/powerpack-${kind}-cache`]),
    '@nx/azure-cache',
  ];
}

/** The setting by which Nx uses Nx Cloud (`isNxCloudUsed` in `nx/src/utils/nx-cloud-utils`). */
export function findCloud(run: NxRun): string | undefined {
  const { nxJson, env } = run;
  if (env['NX_NO_CLOUD'] === 'true' || isTruthy(nxJson['neverConnectToCloud'])) return undefined;
  const variables = [...(isBefore(run, 21) ? [] : ['NX_CLOUD_AUTH_TOKEN']), 'NX_CLOUD_ACCESS_TOKEN'];
  const variable = variables.find((name) => isTruthy(env[name]));
  const key = ['nxCloudAccessToken', 'nxCloudId'].find((name) => isTruthy(nxJson[name]));
  const runner = runnersOf(nxJson).find((name) => cloudRunners.includes(name));
  return variable ?? key ?? (runner === undefined ? undefined : `the runner ${runner}`);
}

/**
 * The settings that turn remote caches off, each with its effect (`normalizeNxArgs` in `nx/src/utils/command-line-utils`,
 * `dbCacheEnabled`).
 */
export function findOffSwitches(run: NxRun): { name: string; effect: string }[] {
  const { nxJson, env } = run;
  const variables = isBefore(run, 20, 2) ? { NX_SKIP_NX_CACHE: noCache } : offVariables;
  const switches = Object.entries(variables).map(([name, effect]) => ({
    name,
    effect,
    isOn: env[name] === 'true',
  }));
  if (isBefore(run, 21))
    switches.push(
      { name: '"useLegacyCache" in nx.json', effect: legacyCache, isOn: isTruthy(nxJson['useLegacyCache']) },
      { name: 'NX_DISABLE_DB', effect: legacyCache, isOn: env['NX_DISABLE_DB'] === 'true' },
      { name: 'NX_DB_CACHE=false', effect: legacyCache, isOn: env['NX_DB_CACHE'] === 'false' },
    );
  return switches.filter(({ isOn }) => isOn);
}

const noCache = 'Nx uses no cache at all';
const noRemoteCache = 'Nx uses no remote cache';
const legacyCache = 'Nx uses its legacy cache, which supports no remote cache';

const offVariables = {
  NX_SKIP_NX_CACHE: noCache,
  NX_DISABLE_NX_CACHE: noCache,
  NX_SKIP_REMOTE_CACHE: noRemoteCache,
  NX_DISABLE_REMOTE_CACHE: noRemoteCache,
};

/**
 * A task runner that may have a cache of its own. From 21 on, Nx uses only its own runner and Nx Cloud's
 * (`getTasksRunnerPath` in `nx/src/tasks-runner/run-command`).
 */
export function findCustomRunner(run: NxRun): string | undefined {
  if (!isBefore(run, 21)) return undefined;
  return runnersOf(run.nxJson).find((name) => !ownRunners.includes(name));
}

const cloudRunners = ['nx-cloud', '@nrwl/nx-cloud'];
const ownRunners = [...cloudRunners, 'nx/tasks-runners/default'];

function runnersOf(nxJson: NxRun['nxJson']): string[] {
  const options = Object.values(Object(nxJson['tasksRunnerOptions']) as Record<string, unknown>);
  return options
    .map((option) => (Object(option) as { runner?: unknown }).runner)
    .filter((runner) => typeof runner === 'string');
}

const isBefore = ({ version }: NxRun, major: number, minor?: number) =>
  version !== undefined && isNxBefore(version, major, minor);

const isTruthy = (value: unknown) => value !== undefined && value !== null && value !== false && value !== '';
