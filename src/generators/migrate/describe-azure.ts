import type { JsonEdit } from '../json/edit-json.js';
import { toAzureBlock } from './azure-block.js';
import { onlyWrites, toCacheMode } from './cache-mode.js';
import { findConfigProblems } from './config-problems.js';
import { fillFromFiles } from './fill-from-files.js';
import { recordAt, type JsonObject } from '../../nx/json.js';
import type { Migration } from './migration.js';
import type { Setup } from './setup.js';

/** The options of nx-remotecache-azure that `azure` in nx.json, or a variable, takes the place of. */
export const dealtWith = [
  ...['accountName', 'accountKey', 'azureUrl', 'connectionString', 'container', 'sasUrl'],
  ...['read', 'write'],
];

/** The `azure` block that the runner's options stand for; what is in nx.json already stays. */
export function describeAzure(
  setup: Setup,
  options: JsonObject,
): Pick<Migration, 'notes' | 'todo'> & { readonly edits: readonly JsonEdit[] } {
  const there = recordAt(setup.nxJson['azure']);
  const said = { ...toAzureBlock(options), ...toModes(options) };
  const filled = fillFromFiles(setup, options, Object.keys({ ...said, ...there }));
  const block = { ...said, ...filled.block, ...there };
  return {
    edits: setup.nxJson['azure'] === undefined ? putInPlace(block) : addTo(there, block),
    notes: filled.notes,
    todo: [
      ...contradictions(there, said),
      ...findConfigProblems(block),
      ...(onlyWrites(options) ? [noMode] : []),
    ],
  };
}

const noMode =
  'Choose azure.localMode and azure.ciMode: the runner wrote without reading, for which there is no mode; until then it is "no-cache".';

function toModes(options: JsonObject): { readonly localMode?: string; readonly ciMode?: string } {
  const mode = toCacheMode(options);
  return mode === undefined ? {} : { localMode: mode, ciMode: mode };
}

/** Where the runner was. */
function putInPlace(block: JsonObject): JsonEdit[] {
  const order = ['container', 'accountName', 'endpoint', 'localMode', 'ciMode'];
  const value = Object.fromEntries(order.map((key) => [key, block[key]]));
  return [{ path: ['azure'], value, before: 'tasksRunnerOptions' }];
}

const addTo = (there: JsonObject, block: JsonObject): JsonEdit[] =>
  Object.entries(block)
    .filter(([key]) => there[key] === undefined)
    .map(([key, value]) => ({ path: ['azure', key], value }));

function contradictions(there: JsonObject, said: object): string[] {
  return Object.entries(said)
    .filter(([key, value]) => there[key] !== undefined && there[key] !== value)
    .map(
      ([key, value]) =>
        `Decide on azure.${key}: the runner used ${JSON.stringify(value)}; what was there is kept.`,
    );
}
