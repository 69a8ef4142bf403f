import type { JsonEdit } from '../json/edit-json.js';
import { recordAt, type JsonObject } from '../../nx/json.js';

/** An entry of `tasksRunnerOptions` that names somebody else's runner. */
export interface TasksRunner {
  /** `default`, or what `--runner` asks for */
  readonly name: string;
  /** a package, or a file of the workspace */
  readonly runner: string;
  readonly options: JsonObject;
}

/** Nx's own, by their names of all times: they cache on this machine only. */
const nxRunners = ['nx/tasks-runners/default', '@nrwl/workspace/tasks-runners/default'];

/** The custom runners of nx.json, in their order. */
export function tasksRunners(nxJson: JsonObject): TasksRunner[] {
  return Object.entries(entriesOf(nxJson)).flatMap(([name, entry]) => {
    const { runner, options } = recordAt(entry);
    if (typeof runner !== 'string' || nxRunners.includes(runner)) return [];
    return [{ name, runner, options: recordAt(options) }];
  });
}

/** Whether it is the runner that can be migrated whole. */
export const isRemotecacheAzure = ({ name, runner }: TasksRunner): boolean =>
  name === 'default' && runner === 'nx-remotecache-azure';

/** Takes the entry out, and `tasksRunnerOptions` with it when it is the last. */
export function removeRunner(nxJson: JsonObject, { name }: TasksRunner): JsonEdit {
  const alone = Object.keys(entriesOf(nxJson)).length === 1;
  return { path: ['tasksRunnerOptions', ...(alone ? [] : [name])], value: undefined };
}

/** Whether what is set for one runner can be said for all. */
export const isOnlyRunner = (nxJson: JsonObject): boolean => Object.keys(entriesOf(nxJson)).length === 1;

const entriesOf = (nxJson: JsonObject) => recordAt(nxJson['tasksRunnerOptions']);
