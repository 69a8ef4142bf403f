import { parse } from 'jsonc-parser';

import { readPreset } from '../config/workspace.js';
import { editJson, type JsonEdit } from './json/edit-json.js';
import type { Tree } from './tree.js';

/** The keys of nx.json itself, without those of a preset that it extends; nobody has checked them. */
export function readNxJson(tree: Tree): Readonly<Record<string, unknown>> {
  const text = tree.read('nx.json', 'utf-8') ?? '';
  return (parse(text, [], { allowTrailingComma: true }) ?? {}) as Record<string, unknown>;
}

/** The `azure` key as a run has it: that of nx.json, else of the preset that it extends. */
export function readAzureKey(tree: Tree): unknown {
  const own = readNxJson(tree);
  return { ...readPreset(tree.root, own['extends']), ...own }['azure'];
}

/** Changes nx.json, and keeps its comments, its order and its form. A value of undefined takes the key away. */
export function editNxJson(tree: Tree, edits: readonly JsonEdit[]): void {
  const text = tree.read('nx.json', 'utf-8') ?? '';
  const edited = editJson(text, edits);
  if (edited !== text) tree.write('nx.json', edited);
}
