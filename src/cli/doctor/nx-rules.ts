import { readVariable, type Environment } from '../../config/environment.js';
import { isNxBefore } from '../../nx/nx-version.js';

/** What decides which remote cache a run of Nx uses. */
export interface NxRun {
  readonly nxJson: Readonly<Record<string, unknown>>;
  readonly env: Environment;
  /** undefined: taken for the newest */
  readonly version: string | undefined;
}

/**
 * The packages that Nx asks for a cache before this one (`_getRemoteCache` in `nx/src/tasks-runner/cache` of 20.1 and 24).
 * Up to 20.6 it only knows those of the older names.
 */
export function cachesBeforeOurs(run: NxRun): string[] {
  const kinds = ['s3', 'shared-fs', 'gcs'];
  if (isBefore(run, 20, 7)) return kinds.map((kind) => `@nx/powerpack-${kind}-cache`);
  return [
    ...kinds.flatMap((kind) => [`@nx/${kind}-cache`, `@nx/powerpack-${kind}-cache`]),
    '@nx/azure-cache',
  ];
}

/** What makes Nx use Nx Cloud (`isNxCloudUsed` in `nx/src/utils/nx-cloud-utils`). */
export function usesCloud(run: NxRun): string | undefined {
  const { nxJson, env } = run;
  if (env['NX_NO_CLOUD'] === 'true' || isTruthy(nxJson['neverConnectToCloud'])) return undefined;
  const variables = [...(isBefore(run, 21) ? [] : ['NX_CLOUD_AUTH_TOKEN']), 'NX_CLOUD_ACCESS_TOKEN'];
  const variable = variables.find((name) => isTruthy(env[name]));
  const key = ['nxCloudAccessToken', 'nxCloudId'].find((name) => isTruthy(nxJson[name]));
  const runner = runnersOf(nxJson).find((name) => cloudRunners.includes(name));
  return variable ?? key ?? (runner === undefined ? undefined : `the runner ${runner}`);
}

/** A switch that is on, and what it does. */
export interface Skip {
  readonly name: string;
  readonly effect: string;
}

/** What switches remote caches off (`normalizeNxArgs` in `nx/src/utils/command-line-utils`, `dbCacheEnabled`). */
export function findSkips(run: NxRun): Skip[] {
  const { nxJson, env } = run;
  const variables = isBefore(run, 20, 2) ? { NX_SKIP_NX_CACHE: noCache } : skippingVariables;
  const skips = Object.entries(variables).filter(([name]) => env[name] === 'true');
  return [
    ...skips.map(([name, effect]) => ({ name, effect })),
    ...(isBefore(run, 21) ? legacyOf(nxJson, env).map((name) => ({ name, effect: legacy })) : []),
  ];
}

const noCache = 'Nx uses no cache at all, and stores nothing';
const noRemoteCache = 'Nx asks no remote cache';
const legacy = 'Nx uses its legacy cache, which asks no package for a remote one';

const skippingVariables = {
  NX_SKIP_NX_CACHE: noCache,
  NX_DISABLE_NX_CACHE: noCache,
  NX_SKIP_REMOTE_CACHE: noRemoteCache,
  NX_DISABLE_REMOTE_CACHE: noRemoteCache,
};

function legacyOf(nxJson: NxRun['nxJson'], env: Environment): string[] {
  return [
    isTruthy(nxJson['useLegacyCache']) ? '"useLegacyCache" in nx.json' : '',
    env['NX_DISABLE_DB'] === 'true' ? 'NX_DISABLE_DB' : '',
    env['NX_DB_CACHE'] === 'false' ? 'NX_DB_CACHE=false' : '',
  ].filter((name) => name !== '');
}

/** What need not do harm, and what to do when it does. */
export interface Detour {
  readonly detail: string;
  readonly fix: string;
}

/** What makes Nx go another way, or somebody believe that it does. */
export function findDetours(run: NxRun): Detour[] {
  const { nxJson, env } = run;
  const server = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
  // Later ones take no runner but Nx's own and Nx Cloud's (`getTasksRunnerPath` in `nx/src/tasks-runner/run-command`).
  const custom = isBefore(run, 21) ? runnersOf(nxJson).find((name) => !ownRunners.includes(name)) : undefined;
  return [
    ...(custom === undefined ? [] : [customRunner(custom)]),
    ...(isTruthy(readVariable(env, server)) ? [selfHosted(server)] : []),
  ];
}

const customRunner = (runner: string): Detour => ({
  detail: `tasks are run by ${runner}, which may have a cache of its own in the place of this one`,
  fix: 'take "runner" out of tasksRunnerOptions in nx.json',
});

const selfHosted = (server: string): Detour => ({
  detail: `${server} is set, but Nx asks this package first, and that server never`,
  fix: `take ${server} away; to use the server, uninstall this package`,
});

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
