import { parse } from 'jsonc-parser';

import { editJson, type JsonEdit } from './json/edit-json.js';
import type { Tree } from './tree.js';

/** The keys of nx.json itself, without those of a preset that it extends; nobody has checked them. */
export function readNxJson(tree: Tree): Readonly<Record<string, unknown>> {
  const text = tree.read('nx.json', 'utf-8') ?? '';
  return (parse(text, [], { allowTrailingComma: true }) ?? {}) as Record<string, unknown>;
}

/** Changes nx.json, and keeps its comments, its order and its form. A value of undefined takes the key away. */
export function editNxJson(tree: Tree, edits: readonly JsonEdit[]): void {
  const text = tree.read('nx.json', 'utf-8') ?? '';
  const edited = editJson(text, edits);
  if (edited !== text) tree.write('nx.json', edited);
}
