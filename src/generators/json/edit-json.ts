import { applyEdits, findNodeAtLocation, parseTree, type Edit, type JSONPath, type Node } from 'jsonc-parser';

import { insertion } from './insertion.js';
import { printJson } from './print-json.js';
import { removal } from './removal.js';
import { indentOf, styleOf } from './style.js';

/** One change of a JSON text: what a path is to hold. */
export interface JsonEdit {
  readonly path: JSONPath;
  /** undefined takes away what is there */
  readonly value: unknown;
  /** the key that a new one goes in front of; by default it goes to the end */
  readonly before?: string | undefined;
}

/**
 * Changes a JSON text, with or without comments, one edit after the other, and nothing else in it. Taking away what was
 * put in gives the text of before. jsonc-parser's own `modify` does neither: it formats the lines beside the change anew,
 * and takes comments away with what it removes.
 */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  return edits.reduce((edited, edit) => applyEdits(edited, toTextEdits(edited, edit)), text);
}

function toTextEdits(text: string, edit: JsonEdit): Edit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) {
    const offset = markOf(text);
    return [{ offset, length: text.length - offset, content: print(text, edit) }];
  }
  const node = findNodeAtLocation(root, [...edit.path]);
  if (edit.value === undefined) return node === undefined ? [] : removal(text, memberOf(node));
  return node === undefined ? addition(text, root, edit) : [replacement(text, node, edit.value)];
}

/** The length of the byte order mark that some editors on Windows put first; it stays. */
const markOf = (text: string) => (text.startsWith('\uFEFF') ? 1 : 0);

/** An empty file. */
function print(text: string, { path, value }: JsonEdit): string {
  const whole = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return `${printJson(whole, styleOf(text))}\n`;
}

/** `"key": value` in an object, the element alone in an array. */
const memberOf = (node: Node) => (node.parent?.type === 'property' ? node.parent : node);

function replacement(text: string, node: Node, value: unknown): Edit {
  const content = printJson(value, { ...styleOf(text), indent: indentOf(text, memberOf(node).offset) ?? '' });
  return { offset: node.offset, length: node.length, content };
}

/** Objects on the way to the new value are made where they are missing. */
function addition(text: string, root: Node, { path, value, before }: JsonEdit): Edit[] {
  const [key, parentPath] = [String(path.at(-1)), path.slice(0, -1)];
  const parent = findNodeAtLocation(root, parentPath);
  if (parent === undefined) return addition(text, root, { path: parentPath, value: { [key]: value } });
  if (parent.type !== 'object') throw new Error(`${parentPath.join('.')} is not an object; make it one`);
  return insertion(text, parent, { key, value, before, depth: path.length });
}
