import { posix } from 'node:path';

import { parseJsonObject, type JsonObject } from '../nx/json.js';
import { alias } from '../nx/package-name.js';
import { readPreset } from '../nx/workspace.js';
import { editJson, type JsonEdit } from './edit-json.js';
import { readText, type Tree } from './tree.js';

/** Reads nx.json without the preset that it extends. The values are not validated. */
export const readNxJson = (tree: Tree): JsonObject => readJson(tree, 'nx.json');

/**
 * Reads a JSON file of the workspace; empty if it is missing or blank.
 *
 * @throws Error if it is not valid: a file that is only half understood must not be edited
 */
export function readJson(tree: Tree, path: string): JsonObject {
  const text = readText(tree, path);
  if (text.trim() === '') return {};
  try {
    return parseJsonObject(text, path);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}. Correct the file first. Nothing was changed.`, { cause });
  }
}

/** Reads the `azure` key as a run does: from nx.json, else from the preset that it extends. */
export function readAzureKey(tree: Tree): unknown {
  const own = readNxJson(tree);
  return { ...readPreset(tree.root, own['extends']), ...own }['azure'];
}

/** Changes nx.json, and keeps its comments, its order and its form. A value of undefined removes the key. */
export function editNxJson(tree: Tree, edits: readonly JsonEdit[]): void {
  const text = tree.read('nx.json', 'utf-8') ?? '';
  const edited = editJson(text, edits);
  if (edited !== text) tree.write('nx.json', edited);
}

/** The JSON schemas by which editors complete and check nx.json: Nx's, and the one of this package, which includes it. */
const nxSchema = 'nx/schemas/nx-schema.json';
const ownSchema = `${alias}/schemas/nx-json.schema.json`;

/**
 * Sets `$schema` of nx.json to the schema of this package, unless it names a third one.
 *
 * @param installed the folder with `node_modules`; empty for the root
 */
export function useOwnSchema({ $schema }: JsonObject, installed = ''): JsonEdit[] {
  if ($schema === undefined) return setSchema(`./${posix.join(installed, 'node_modules', ownSchema)}`);
  const folder = folderOf($schema, nxSchema);
  return folder === undefined ? [] : setSchema(folder + ownSchema);
}

/** Undoes `useOwnSchema`: sets Nx's schema again, or removes the key where `useOwnSchema` has added it at the end. */
export function useNxSchema(nxJson: JsonObject): JsonEdit[] {
  const folder = folderOf(nxJson['$schema'], ownSchema);
  if (folder === undefined) return [];
  const wasAdded = Object.keys(nxJson).at(-1) === '$schema';
  return setSchema(wasAdded ? undefined : folder + nxSchema);
}

const setSchema = (value: string | undefined): JsonEdit[] => [{ path: ['$schema'], value }];

/** `./node_modules/` of `./node_modules/nx/schemas/nx-schema.json` */
function folderOf(reference: unknown, schema: string): string | undefined {
  if (typeof reference !== 'string' || !reference.endsWith(`node_modules/${schema}`)) return undefined;
  return reference.slice(0, -schema.length);
}
