import { createScanner, type Node } from 'jsonc-parser';

/** Where the comma behind a member of an object or a list is; undefined when there is none. */
export function commaAfter(text: string, member: Node): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(endOf(member));
  scanner.scan();
  const offset = scanner.getTokenOffset();
  return text[offset] === ',' ? offset : undefined;
}

/** The offset behind a node. */
export const endOf = (node: Node): number => node.offset + node.length;
