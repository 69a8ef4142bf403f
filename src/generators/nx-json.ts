import { readPreset } from '../config/workspace.js';
import { parseJsonObject, type JsonObject } from '../nx/json.js';
import { editJson, type JsonEdit } from './json/edit-json.js';
import type { Tree } from './tree.js';

/** Reads nx.json without the preset that it extends. The values are not validated. */
export const readNxJson = (tree: Tree): JsonObject => readJson(tree, 'nx.json');

/**
 * Reads a JSON file of the workspace; empty if it is missing or blank.
 *
 * @throws Error if it is not valid: a file that is only half understood must not be edited
 */
export function readJson(tree: Tree, path: string): JsonObject {
  const text = (tree.exists(path) ? tree.read(path, 'utf-8') : null) ?? '';
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
