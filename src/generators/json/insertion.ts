import type { Edit, Node } from 'jsonc-parser';

import { commaAfter, endOf } from './comma-after.js';
import { printJson } from './print-json.js';
import { indentOf, styleOf } from './style.js';

interface Member {
  readonly key: string;
  readonly value: unknown;
  readonly before: string | undefined;
  /** 1 for a key of the root */
  readonly depth: number;
}

/** What puts a new key into an object, on a line of its own. */
export function insertion(text: string, parent: Node, { key, value, before, depth }: Member): Edit[] {
  const style = styleOf(text);
  const siblings = parent.children ?? [];
  const next = siblings.find((sibling) => sibling.children?.[0]?.value === before);
  const neighbour = next ?? siblings.at(-1);
  const indent = (neighbour && indentOf(text, neighbour.offset)) ?? style.unit.repeat(depth);
  const member = `${JSON.stringify(key)}: ${printJson(value, { ...style, indent })}`;
  const line = style.eol + indent;
  if (next !== undefined) return [insert(next.offset, `${member},${line}`)];
  if (neighbour !== undefined) return atEnd(text, neighbour, line + member);
  return [intoEmpty(text, parent, `${line}${member}${style.eol}${style.unit.repeat(depth - 1)}`)];
}

const insert = (offset: number, content: string): Edit => ({ offset, length: 0, content });

/** Behind the comment on the last member's line, which is about that one. A file of trailing commas gets one more. */
function atEnd(text: string, last: Node, content: string): Edit[] {
  const comma = commaAfter(text, last);
  const end = comma === undefined ? endOf(last) : comma + 1;
  const at = end + lengthOfComment(text.slice(end));
  return comma === undefined ? [insert(end, ','), insert(at, content)] : [insert(at, `${content},`)];
}

const lengthOfComment = (rest: string) =>
  /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*[\r\n]))/.exec(rest)?.[0].length ?? 0;

/** Behind the comments that an empty object may hold. */
function intoEmpty(text: string, parent: Node, content: string): Edit {
  const close = endOf(parent) - 1;
  const offset = text.slice(0, close).trimEnd().length;
  return { offset, length: close - offset, content };
}
