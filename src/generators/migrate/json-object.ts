import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

import type { Tree } from '../tree.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value if it is an object, else an empty one: nobody has checked what nx.json says. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/**
 * A JSON file of the workspace, with comments or not; empty where there is none.
 *
 * @throws Error when it cannot be parsed: half of a file must not be edited
 */
export function readJsonObject(tree: Tree, path: string): JsonObject {
  const text = tree.read(path, 'utf-8') ?? '{}';
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    const what = `${path} is not JSON: ${printParseErrorCode(first.error)} in line ${line}`;
    throw new Error(`${what}. Correct it first; nothing was changed.`);
  }
  return asObject(value);
}
