import { recordAt, type JsonObject } from '../../nx/json.js';
import type { JsonEdit } from '../edit-json.js';

/** The options of a runner that are Nx's own, in the places where Nx reads them without a runner. */
export interface MovedOptions {
  /** the names of the options that are handled */
  readonly names: readonly string[];
  readonly edits: readonly JsonEdit[];
  readonly todo: readonly string[];
}

/** Does what Nx's own migrations do with the options of one runner. What nx.json already has stays. */
export function moveNxOptions(nxJson: JsonObject, options: JsonObject): MovedOptions {
  const { parallel, maxParallel, cacheDirectory, useDaemonProcess } = options;
  const operations = options['cacheableOperations'];
  const moved = [
    ...(Array.isArray(operations) ? [cacheTargets(nxJson, operations)] : []),
    // Nx takes `maxParallel` where `parallel` is not a number.
    place(nxJson, 'parallel', parallel === false ? 1 : (toNumber(parallel) ?? toNumber(maxParallel))),
    place(nxJson, 'cacheDirectory', cacheDirectory),
    place(nxJson, 'useDaemonProcess', useDaemonProcess),
  ];
  return {
    names: Object.keys(options).filter((name) => handled.includes(name)),
    edits: moved.flatMap(({ edits }) => edits),
    todo: moved.flatMap(({ todo }) => todo),
  };
}

const handled = ['cacheableOperations', 'parallel', 'maxParallel', 'cacheDirectory', 'useDaemonProcess'];

type Moved = Omit<MovedOptions, 'names'>;

/** `["build"]` → `targetDefaults.build.cache: true`, unless nx.json has a value there. */
function cacheTargets(nxJson: JsonObject, operations: readonly unknown[]): Moved {
  const defaults = recordAt(nxJson, ['targetDefaults']);
  const names = operations
    .filter((name) => typeof name === 'string')
    .filter((name) => recordAt(defaults[name])['cache'] === undefined);
  const lists = names.filter((name) => Array.isArray(defaults[name]));
  return {
    edits: names
      .filter((name) => !lists.includes(name))
      .map((name) => ({ path: ['targetDefaults', name, 'cache'], value: true })),
    todo: [
      ...lists.map(
        (name) => `Check that targetDefaults.${name}, a list, has "cache": true where it is to be cached.`,
      ),
      ...hiddenBy(defaults, names),
    ],
  };
}

/** Nx prefers the defaults of an executor to those of a target's name (nx.dev/reference/nx-json#target-defaults). */
function hiddenBy(defaults: JsonObject, names: readonly string[]): string[] {
  const executors = Object.keys(defaults).filter(
    (key) => key.includes(':') && !names.includes(key) && recordAt(defaults[key])['cache'] === undefined,
  );
  if (names.length === 0 || executors.length === 0) return [];
  const keys = executors.map((key) => `"${key}"`).join(', ');
  return [
    `Check that targets with the executors ${keys} are still cached: Nx prefers an executor's targetDefaults to those of ${names.join(', ')}. If they are not, add "cache": true there.`,
  ];
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'boolean' ? 0 : Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Sets a key of nx.json, unless it has another value. */
function place(nxJson: JsonObject, key: string, value: unknown): Moved {
  const present = nxJson[key];
  if (value === undefined || present === value) return { edits: [], todo: [] };
  if (present === undefined) return { edits: [{ path: [key], value }], todo: [] };
  const values = `nx.json has ${JSON.stringify(present)}, the runner had ${JSON.stringify(value)}`;
  return { edits: [], todo: [`Decide on "${key}": ${values}. The value of nx.json was kept.`] };
}
