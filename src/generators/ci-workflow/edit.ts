import { isMap, isSeq, type Node } from 'yaml';

import { isBlock } from './yaml-nodes.js';

/** What stands between two offsets of a text, replaced: the rest of the file stays as it is, to the byte. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with all edits made. Those at the same place come out in the order in which they are given. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const backwards = [...edits].reverse().sort((a, b) => b.from - a.from);
  return backwards.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

/** Lines above a key or an item of a list, and above the comments on it, as deep as it is. */
export function linesAbove(source: string, node: Node, lines: readonly string[]): Edit {
  const at = startOfLine(source, startOf(node));
  const indent = /^ */.exec(source.slice(at))?.[0] ?? '';
  return insert(aboveComments(source, at, indent), indented(lines, indent));
}

/** Lines below all of a node, as deep as it is. */
export function linesBelow(source: string, node: Node, lines: readonly string[]): Edit {
  const indent = ' '.repeat(columnOf(source, node));
  return insert(endOf(source, node), indented(lines, indent));
}

/** Where a node begins, its dash not included. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Where the line of a node begins, its dash included. */
export function startOfLine(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

/** How far to the right a node begins. */
export function columnOf(source: string, node: Node): number {
  return startOf(node) - startOfLine(source, startOf(node));
}

/** The offset at which the next line after a node begins; blank lines are not its own. */
export function endOf(source: string, node: Node): number {
  const end = valueEnd(node);
  const next = source[end - 1] === '\n' ? end : source.indexOf('\n', end) + 1;
  return belowContent(source, next === 0 ? source.length : next);
}

/** Each line that is not blank, moved to the right. */
export function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
}

const insert = (at: number, text: string): Edit => ({ from: at, to: at, text });

/** Of a block the range goes on to what follows, so that its last value is what counts. */
function valueEnd(node: Node): number {
  const last = isBlock(node) ? lastIn(node) : undefined;
  return last === undefined ? (node.range?.[1] ?? 0) : valueEnd(last);
}

function lastIn(node: Node): Node | undefined {
  if (isSeq(node)) return node.items.at(-1) as Node | undefined;
  const pair = isMap(node) ? node.items.at(-1) : undefined;
  return (pair?.value ?? pair?.key) as Node | undefined;
}

/** Comments of the same depth, right above: deeper ones may be a part of a script. */
function aboveComments(source: string, at: number, indent: string): number {
  const before = startOfLine(source, at - 1);
  const isComment = at > 0 && source.slice(before, at).startsWith(`${indent}#`);
  return isComment ? aboveComments(source, before, indent) : at;
}

function belowContent(source: string, at: number): number {
  const before = startOfLine(source, at - 1);
  const isBlank = before < at && source.slice(before, at).trim() === '';
  return isBlank ? belowContent(source, before) : at;
}
