import { findDeclared, overridesTo, type Declared } from '../declared-package.js';
import type { Override } from '../overrides.js';
import { readPackages } from '../package-alias.js';
import type { Tree } from '../tree.js';
import { dotenvPathOf, readDotenv } from './dotenv.js';
import { findVariables, type FolderTree, type FoundVariable } from './find-variables.js';
import type { JsonObject } from '../../nx/json.js';
import { readJson } from '../nx-json.js';
import { tasksRunners } from './tasks-runners.js';

/** All of a workspace that a migration looks at. */
export interface Setup {
  readonly nxJson: JsonObject;
  readonly packageJson: JsonObject;
  /** name → version of what the manifest asks for */
  readonly packages: JsonObject;
  /** What a name of those leads to. */
  readonly declared: (name: string) => Declared | undefined;
  /** The overrides that lead a name to another package. */
  readonly foreignOverrides: (name: string) => readonly Override[];
  /** variables of former caches, wherever a file of the workspace names them */
  readonly variables: readonly FoundVariable[];
  /** The variables that a `.env` file sets. */
  readonly dotenv: (path: string) => Readonly<Record<string, string>>;
  readonly exists: (path: string) => boolean;
}

/** @throws Error when nx.json or package.json cannot be parsed */
export function readSetup(tree: FolderTree): Setup {
  const nxJson = readJson(tree, 'nx.json');
  const packageJson = readJson(tree, 'package.json');
  const dotenvPaths = tasksRunners(nxJson).flatMap(({ options }) => dotenvPathOf(options) ?? []);
  return {
    nxJson,
    packageJson,
    packages: readPackages(tree),
    declared: (name) => findDeclared(tree, name),
    foreignOverrides: (name) => overridesTo(tree, name, 'another package'),
    variables: findVariables(tree, dotenvPaths),
    dotenv: (path) => readDotenv(read(tree, path)),
    exists: (path) => tree.exists(path),
  };
}

const read = (tree: Tree, path: string) => (tree.exists(path) ? tree.read(path, 'utf-8') : null) ?? '';
