import type { JsonEdit } from '../json/edit-json.js';
import { recordAt, type JsonObject } from '../../nx/json.js';

/** Options of a runner that are Nx's own, in the places where Nx reads them without a runner. */
export interface MovedOptions {
  /** the names of the options that are dealt with */
  readonly names: readonly string[];
  readonly edits: readonly JsonEdit[];
  readonly todo: readonly string[];
}

/** Does what Nx's own migrations do with the options of one runner; what nx.json says already stays. */
export function moveNxOptions(nxJson: JsonObject, options: JsonObject): MovedOptions {
  const moves = [cacheableOperations, parallel, asItIs('cacheDirectory'), asItIs('useDaemonProcess')];
  const moved = moves.map((move) => move(nxJson, options)).filter((found) => found !== undefined);
  return {
    names: moved.flatMap(({ names }) => names),
    edits: moved.flatMap(({ edits }) => edits),
    todo: moved.flatMap(({ todo }) => todo),
  };
}

type Move = (nxJson: JsonObject, options: JsonObject) => MovedOptions | undefined;

/** `["build"]` → `targetDefaults.build.cache: true`, unless something is said there. */
const cacheableOperations: Move = (nxJson, { cacheableOperations: operations }) => {
  if (!Array.isArray(operations)) return undefined;
  const defaults = recordAt(nxJson['targetDefaults']);
  const open = operations
    .filter((name) => typeof name === 'string')
    .filter((name) => Array.isArray(defaults[name]) || recordAt(defaults[name])['cache'] === undefined);
  const lists = open.filter((name) => Array.isArray(defaults[name]));
  return {
    names: ['cacheableOperations'],
    edits: open
      .filter((name) => !lists.includes(name))
      .map((name) => ({ path: ['targetDefaults', name, 'cache'], value: true })),
    todo: [
      ...lists.map(
        (name) => `See that targetDefaults.${name}, a list, has "cache": true where it is to be cached.`,
      ),
      ...hiddenBy(defaults, open),
    ],
  };
};

/** Nx takes the defaults of an executor instead of those of the target's name (nx.dev/reference/nx-json#target-defaults). */
function hiddenBy(defaults: JsonObject, names: readonly string[]): string[] {
  const executors = Object.keys(defaults).filter(
    (key) => key.includes(':') && !names.includes(key) && recordAt(defaults[key])['cache'] === undefined,
  );
  if (names.length === 0 || executors.length === 0) return [];
  const keys = executors.map((key) => `"${key}"`).join(', ');
  return [
    `See that targets with the executors ${keys} are still cached: Nx prefers an executor's targetDefaults to those of ${names.join(', ')}; add "cache": true there if not.`,
  ];
}

/** `maxParallel` counts where `parallel` is no number. */
const parallel: Move = (nxJson, options) => {
  const names = ['parallel', 'maxParallel'].filter((name) => options[name] !== undefined);
  if (names.length === 0) return undefined;
  const { parallel: given, maxParallel } = options;
  const value = given === false ? 1 : (toNumber(given) ?? toNumber(maxParallel));
  return { names, ...place(nxJson, 'parallel', value) };
};

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

function asItIs(name: string): Move {
  return (nxJson, options) =>
    options[name] === undefined ? undefined : { names: [name], ...place(nxJson, name, options[name]) };
}

/** At the top of nx.json, unless it says something else. */
function place(nxJson: JsonObject, key: string, value: unknown): Pick<MovedOptions, 'edits' | 'todo'> {
  const there = nxJson[key];
  if (value === undefined || there === value) return { edits: [], todo: [] };
  if (there === undefined) return { edits: [{ path: [key], value }], todo: [] };
  const values = `nx.json says ${JSON.stringify(there)}, the runner's option said ${JSON.stringify(value)}`;
  return { edits: [], todo: [`Decide on "${key}": ${values}; the former is kept.`] };
}
