import type { Edit, Node } from 'jsonc-parser';

import { commaAfter, endOf } from './comma-after.js';

/** What takes a member out of its object or list, with its comma and its line; comments stay. */
export function removal(text: string, member: Node): Edit[] {
  if (isAlone(text, member)) return [remove(member.parent.offset + 1, endOf(member.parent) - 1)];
  const own = commaAfter(text, member);
  if (own !== undefined) return [ownLine(text, member, own + 1)];
  const previous = commaBefore(text, member);
  if (previous === undefined) return [ownLine(text, member, endOf(member))];
  if (isBlank(text.slice(previous + 1, member.offset))) return [remove(previous, endOf(member))];
  return [remove(previous, previous + 1), ownLine(text, member, endOf(member))];
}

const remove = (from: number, to: number): Edit => ({ offset: from, length: to - from, content: '' });
const isBlank = (text: string) => text.trim() === '';

/** Whether nothing else is between the brackets. */
function isAlone(text: string, member: Node): member is Node & { readonly parent: Node } {
  const { parent } = member;
  if (parent?.children?.length !== 1) return false;
  const before = text.slice(parent.offset + 1, member.offset);
  const after = text.slice(endOf(member), endOf(parent) - 1).replace(',', '');
  return isBlank(before + after);
}

function commaBefore(text: string, member: Node): number | undefined {
  const siblings = member.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(member) - 1];
  return previous && commaAfter(text, previous);
}

/** With the line end in front, unless something follows on the line: that must not come behind a `//` comment. */
function ownLine(text: string, member: Node, end: number): Edit {
  const rest = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (!/^(\r?\n|$)/.test(text.slice(end + rest))) return remove(member.offset, end + rest);
  const lead = /(\r?\n)?[ \t]*$/.exec(text.slice(0, member.offset))?.[0].length ?? 0;
  return remove(member.offset - lead, end);
}
