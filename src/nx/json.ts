import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a JSON file that people edit, with or without a byte order mark, comments and trailing commas.
 *
 * @param path names the file in the error
 * @throws SyntaxError if the text is not a JSON object, or has an error: Nx rejects what this parser can skip
 */
export function parseJsonObject(text: string, path: string): JsonObject {
  const json = withoutMark(text);
  const errors: ParseError[] = [];
  const value: unknown = parse(json, errors, { allowTrailingComma: true });
  if (typeof value !== 'object' || value === null) throw new SyntaxError(`${path} is not a JSON object`);
  const [first] = errors;
  if (first) throw new SyntaxError(`${path}, ${describeError(first, json)}`);
  return value as JsonObject;
}

/** Removes the byte order mark that some editors on Windows put first. */
const withoutMark = (text: string) => text.replace(/^\uFEFF/, '');

/** `line 3: CommaExpected` */
function describeError({ error, offset }: ParseError, json: string): string {
  return `line ${json.slice(0, offset).split('\n').length}: ${printParseErrorCode(error)}`;
}

/** Returns the object at a path in parsed JSON or YAML; an empty object if there is none, or something else. */
export function recordAt(value: unknown, path: readonly string[] = []): JsonObject {
  const found = path.reduce<unknown>((at, key) => (Object(at) as JsonObject)[key], value);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject) : {};
}
