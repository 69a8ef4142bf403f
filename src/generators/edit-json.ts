import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  parseTree,
  type Edit,
  type JSONPath,
  type Node,
} from 'jsonc-parser';

/** One change of a JSON text: the value that a path gets. */
export interface JsonEdit {
  readonly path: JSONPath;
  /** undefined removes the key or element */
  readonly value: unknown;
  /** the key that a new one goes in front of; by default it goes to the end */
  readonly before?: string | undefined;
}

/**
 * Changes a JSON text, with or without comments, one edit after the other, and nothing else in it. Removing
 * what was added restores the text. `modify` of jsonc-parser does neither (a spec shows it): it reformats the lines beside the
 * change, and removes comments with a key.
 */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  return edits.reduce((edited, edit) => applyEdits(edited, toTextEdits(edited, edit)), text);
}

function toTextEdits(text: string, edit: JsonEdit): Edit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return [fillEmpty(text, edit)];
  const node = findNodeAtLocation(root, [...edit.path]);
  if (edit.value === undefined) return node === undefined ? [] : removal(text, memberOf(node));
  return node === undefined ? addition(text, root, edit) : [replacement(text, node, edit.value)];
}

/** Writes an empty file. A byte order mark, which some editors on Windows put first, stays. */
function fillEmpty(text: string, { path, value }: JsonEdit): Edit {
  const offset = text.startsWith('\uFEFF') ? 1 : 0;
  const whole = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return { offset, length: text.length - offset, content: `${printJson(whole, styleOf(text))}\n` };
}

/** `"key": value` in an object, the element alone in an array. */
const memberOf = (node: Node) => (node.parent?.type === 'property' ? node.parent : node);
const endOf = (node: Node) => node.offset + node.length;
const insert = (offset: number, content: string): Edit => ({ offset, length: 0, content });
const remove = (from: number, to: number): Edit => ({ offset: from, length: to - from, content: '' });

function replacement(text: string, node: Node, value: unknown): Edit {
  const content = printJson(value, { ...styleOf(text), indent: indentOf(text, memberOf(node).offset) ?? '' });
  return { offset: node.offset, length: node.length, content };
}

/** Adds a key on a line of its own, and the objects that are missing on the way to it. */
function addition(text: string, root: Node, { path, value, before }: JsonEdit): Edit[] {
  const [key, parentPath] = [String(path.at(-1)), path.slice(0, -1)];
  const parent = findNodeAtLocation(root, parentPath);
  if (parent === undefined) return addition(text, root, { path: parentPath, value: { [key]: value } });
  if (parent.type !== 'object') throw new Error(`${parentPath.join('.')} is not an object; make it one`);
  const style = styleOf(text);
  const siblings = parent.children ?? [];
  const next = siblings.find((sibling) => sibling.children?.[0]?.value === before);
  const neighbour = next ?? siblings.at(-1);
  const indent = (neighbour && indentOf(text, neighbour.offset)) ?? style.unit.repeat(path.length);
  const member = `${JSON.stringify(key)}: ${printJson(value, { ...style, indent })}`;
  const line = style.eol + indent;
  if (next !== undefined) return [insert(next.offset, `${member},${line}`)];
  if (neighbour !== undefined) return addAtEnd(text, neighbour, line + member);
  return [addToEmpty(text, parent, `${line}${member}${style.eol}${style.unit.repeat(path.length - 1)}`)];
}

/** Adds after the comment on the last member's line, which is about that member. A trailing comma stays one. */
function addAtEnd(text: string, last: Node, content: string): Edit[] {
  const comma = commaAfter(text, last);
  const end = comma === undefined ? endOf(last) : comma + 1;
  const comment = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*[\r\n]))/.exec(text.slice(end));
  const at = end + (comment?.[0].length ?? 0);
  return comma === undefined ? [insert(end, ','), insert(at, content)] : [insert(at, `${content},`)];
}

/** Adds after the comments that an empty object may hold. */
function addToEmpty(text: string, parent: Node, content: string): Edit {
  const close = endOf(parent) - 1;
  const offset = text.slice(0, close).trimEnd().length;
  return { offset, length: close - offset, content };
}

/** Removes a member of an object or array with its comma and its line; comments stay. */
function removal(text: string, member: Node): Edit[] {
  if (isAlone(text, member)) return [remove(member.parent.offset + 1, endOf(member.parent) - 1)];
  const own = commaAfter(text, member);
  if (own !== undefined) return [removeLine(text, member, own + 1)];
  const siblings = member.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(member) - 1];
  const comma = previous && commaAfter(text, previous);
  if (comma === undefined) return [removeLine(text, member, endOf(member))];
  if (text.slice(comma + 1, member.offset).trim() === '') return [remove(comma, endOf(member))];
  return [remove(comma, comma + 1), removeLine(text, member, endOf(member))];
}

/** Whether nothing else, not even a comment, is between the brackets. */
function isAlone(text: string, member: Node): member is Node & { readonly parent: Node } {
  const { parent } = member;
  if (parent?.children?.length !== 1) return false;
  const before = text.slice(parent.offset + 1, member.offset);
  const after = text.slice(endOf(member), endOf(parent) - 1).replace(',', '');
  return (before + after).trim() === '';
}

/** Removes the line break in front, too, unless something follows on the line: that must not end up after a `//` comment. */
function removeLine(text: string, member: Node, end: number): Edit {
  const rest = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (!/^(\r?\n|$)/.test(text.slice(end + rest))) return remove(member.offset, end + rest);
  const lead = /(\r?\n)?[ \t]*$/.exec(text.slice(0, member.offset))?.[0].length ?? 0;
  return remove(member.offset - lead, end);
}

/** The offset of the comma after a member; undefined if there is none. */
function commaAfter(text: string, member: Node): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(endOf(member));
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text[offset] === ',' ? offset : undefined;
}

interface Style {
  readonly eol: string;
  /** one step of indentation */
  readonly unit: string;
}

/** Reads the style off a text: its line ends, and the space before its first key. */
const styleOf = (text: string): Style => ({
  eol: text.includes('\r\n') ? '\r\n' : '\n',
  unit: /^([ \t]+)"/m.exec(text)?.[1] ?? '  ',
});

/** The space before an offset; undefined if anything else is before it on the line. */
const indentOf = (text: string, offset: number) => /(?:^|\n)([ \t]*)$/.exec(text.slice(0, offset))?.[1];

/** Prints a value as Prettier does while lists are short: one key a line, lists on one line. */
function printJson(value: unknown, style: Style & { readonly indent?: string }): string {
  if (Array.isArray(value)) return `[${value.map((entry) => printJson(entry, style)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { eol, unit, indent = '' } = style;
  const inner = { ...style, indent: indent + unit };
  const lines = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .map(([key, entry]) => `${eol}${inner.indent}${JSON.stringify(key)}: ${printJson(entry, inner)}`);
  return lines.length === 0 ? '{}' : `{${lines.join(',')}${eol}${indent}}`;
}
