import { recordAt, type JsonObject } from '../../nx/json.js';
import type { JsonEdit } from '../edit-json.js';
import { findConfigProblems, readEnvFiles, toAzureBlock } from './azure-block.js';
import { moveNxOptions } from './nx-options.js';
import { adviseOnSecrets } from './secrets.js';
import {
  isRemotecacheAzure,
  removeLegacyCache,
  tasksRunners,
  type Migration,
  type Workspace,
} from './workspace.js';

/** The name of the package and of the runner. */
const from = 'nx-remotecache-azure';

/**
 * Migrates from the custom tasks runner nx-remotecache-azure (MIT), if it is the default one. If `nx migrate` to Nx 21
 * has already removed the entry from nx.json, it migrates what is left.
 */
export function fromRemotecacheAzure(workspace: Workspace): Migration | undefined {
  const { nxJson, packages } = workspace;
  const runners = tasksRunners(nxJson);
  const runner = runners.find(isRemotecacheAzure);
  const isLeftOver = packages[from] !== undefined && runners.length === 0;
  if (runner === undefined && !isLeftOver) return undefined;
  const options = runner?.options ?? {};
  const moved = moveNxOptions(nxJson, options);
  const azure = describeAzure(workspace, options);
  return {
    from,
    edits: [
      ...azure.edits,
      ...(runner ? [removeRunner(nxJson)] : []),
      ...removeLegacyCache(nxJson),
      ...moved.edits,
    ],
    packages: runners.length > 1 ? [] : [from],
    moves: true,
    notes: [...azure.notes, ...noteOptions(options, [...azureOptions, ...moved.names])],
    todo: [...adviseOnSecrets(options), ...azure.todo, ...moved.todo, ...(runner ? [] : [lostOptions])],
  };
}

const lostOptions =
  'Look up the options of the runner, which Nx 21 has removed from nx.json: git log -p -S nx-remotecache-azure -- nx.json';

/** Removes the entry, and `tasksRunnerOptions` with it if there is no other. */
function removeRunner(nxJson: JsonObject): JsonEdit {
  const isAlone = Object.keys(recordAt(nxJson, ['tasksRunnerOptions'])).length === 1;
  return { path: ['tasksRunnerOptions', ...(isAlone ? [] : ['default'])], value: undefined };
}

/** The options that the `azure` key or a variable replaces. */
const azureOptions = [
  'accountName',
  'accountKey',
  'azureUrl',
  'connectionString',
  'container',
  'sasUrl',
  'read',
  'write',
];

/** Turns the options into the `azure` key. What nx.json already has stays. */
function describeAzure(workspace: Workspace, options: JsonObject) {
  const present = recordAt(workspace.nxJson, ['azure']);
  const fromOptions: JsonObject = { ...toAzureBlock(options), ...toModes(options) };
  const fromFiles = readEnvFiles(workspace, { ...options, ...present });
  const block: JsonObject = { ...fromFiles.block, ...fromOptions, ...present };
  return {
    edits: workspace.nxJson['azure'] === undefined ? [insert(block)] : complete(present, block),
    notes: fromFiles.notes,
    todo: [
      ...contradictions(present, fromOptions),
      ...findConfigProblems(block),
      ...(writesOnly(options) ? [noMode] : []),
    ],
  };
}

/** As nx-remotecache-custom reads them: on, unless they are falsy. */
const isOn = (option: unknown) => Boolean(option ?? true);

/** There is no mode that writes without reading. */
const writesOnly = ({ read, write }: JsonObject) => !isOn(read) && isOn(write);

function toModes({ read, write }: JsonObject): JsonObject {
  if (isOn(read) && isOn(write)) return {};
  const mode = isOn(read) ? 'read-only' : 'no-cache';
  return { localMode: mode, ciMode: mode };
}

const noMode =
  'Choose azure.localMode and azure.ciMode: the runner wrote without reading, and there is no such mode. Until then it is "no-cache".';

/** Puts the key where the runner was. */
function insert(block: JsonObject): JsonEdit {
  const order = ['container', 'accountName', 'endpoint', 'localMode', 'ciMode'];
  const value = Object.fromEntries(order.map((key) => [key, block[key]]));
  return { path: ['azure'], value, before: 'tasksRunnerOptions' };
}

const complete = (present: JsonObject, block: JsonObject): JsonEdit[] =>
  Object.entries(block)
    .filter(([key]) => present[key] === undefined)
    .map(([key, value]) => ({ path: ['azure', key], value }));

const contradictions = (present: JsonObject, fromOptions: JsonObject): string[] =>
  Object.entries(fromOptions)
    .filter(([key, value]) => present[key] !== undefined && present[key] !== value)
    .map(
      ([key, value]) =>
        `Decide on azure.${key}: the runner used ${JSON.stringify(value)}. The present value was kept.`,
    );

/** Options of nx-remotecache-custom and of older Nx without a key here → what replaces them. */
const replacements: Readonly<Record<string, string>> = {
  adAuth: 'is not needed: without key, SAS and connection string, DefaultAzureCredential signs in',
  dotenv: 'is not needed: Nx reads .env, .local.env and .env.local',
  dotenvPath: 'was removed: Nx reads only .env, .local.env and .env.local; move the variables to one of them',
  runtimeCacheInputs: 'was removed: Nx ignores it; inputs of a target can be { "runtime": "…" }',
  skipNxCache: 'is now --skip-nx-cache, or NX_SKIP_NX_CACHE',
  verbose: 'is now NX_VERBOSE_LOGGING=true',
};

/** A note on every other option, so that none is removed silently. */
function noteOptions(options: JsonObject, handled: readonly string[]): string[] {
  return Object.keys(options)
    .filter((name) => !handled.includes(name))
    .map(
      (name) => `The runner's option "${name}" ${replacements[name] ?? 'was removed: it has no equivalent'}.`,
    );
}
