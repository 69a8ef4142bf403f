import { posix } from 'node:path';

import { recordAt, type JsonObject } from '../../nx/json.js';
import type { JsonEdit } from '../edit-json.js';
import { readJson } from '../nx-json.js';
import { readPackages } from '../package-alias.js';
import type { FolderTree } from '../tree.js';
import { findVariables, type FoundVariable } from './former-variables.js';

/** The part of a workspace that a migration reads. */
export interface Workspace {
  readonly tree: FolderTree;
  readonly nxJson: JsonObject;
  readonly packageJson: JsonObject;
  /** name → specifier of what the manifest declares */
  readonly packages: JsonObject;
  /** variables of former caches, wherever a file of the workspace names them */
  readonly variables: readonly FoundVariable[];
}

/** The result of one migration, as plain data: nothing is written before all migrations have read the workspace. */
export interface Migration {
  /** what the workspace used, e.g. `nx-remotecache-azure` */
  readonly from: string;
  /** changes of nx.json */
  readonly edits: readonly JsonEdit[];
  /** packages to remove from package.json */
  readonly packages: readonly string[];
  /** whether the workspace uses this package from now on */
  readonly moves: boolean;
  /** what was removed, and what replaces it */
  readonly notes: readonly string[];
  /** what is left to do, in order; a line that begins with two spaces belongs to the one before */
  readonly todo: readonly string[];
}

/** @throws Error if nx.json or package.json cannot be parsed */
export function readWorkspace(tree: FolderTree): Workspace {
  const nxJson = readJson(tree, 'nx.json');
  return {
    tree,
    nxJson,
    packageJson: readJson(tree, 'package.json'),
    packages: readPackages(tree),
    variables: findVariables(tree, dotenvFiles(nxJson)),
  };
}

/** The `.env` files that the runners' option `dotenvPath` names, e.g. `{workspaceRoot}/.env.ci`. */
export function dotenvFiles(nxJson: JsonObject): string[] {
  return tasksRunners(nxJson).flatMap(({ options: { dotenvPath } }) => {
    if (typeof dotenvPath !== 'string') return [];
    const path = posix.normalize(dotenvPath.replace('{workspaceRoot}', '.'));
    return path.startsWith('..') || posix.isAbsolute(path) ? [] : [path];
  });
}

/** An entry of `tasksRunnerOptions` with a custom runner. */
export interface TasksRunner {
  /** `default`, or the name that `--runner` takes */
  readonly name: string;
  /** a package, or a file of the workspace */
  readonly runner: string;
  readonly options: JsonObject;
}

/** Nx's own runners, by all names that they had: they cache on this machine only. */
const nxRunners = ['nx/tasks-runners/default', '@nrwl/workspace/tasks-runners/default'];

/** Lists the custom runners of nx.json, in their order. */
export function tasksRunners(nxJson: JsonObject): TasksRunner[] {
  return Object.entries(recordAt(nxJson, ['tasksRunnerOptions'])).flatMap(([name, entry]) => {
    const { runner, options } = recordAt(entry);
    if (typeof runner !== 'string' || nxRunners.includes(runner)) return [];
    return [{ name, runner, options: recordAt(options) }];
  });
}

/** Whether a runner is the one that can be migrated completely. */
export const isRemotecacheAzure = ({ name, runner }: TasksRunner): boolean =>
  name === 'default' && runner === 'nx-remotecache-azure';

/** Removes the switches of Nx 20's former cache: with them Nx 20 uses no remote cache, and later ones ignore them. */
export function removeLegacyCache(nxJson: JsonObject): JsonEdit[] {
  const keys = ['useLegacyCache', 'enableDbCache'].filter((key) => key in nxJson);
  return keys.map((key) => ({ path: [key], value: undefined }));
}
