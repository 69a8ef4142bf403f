import { Code } from '../azure-schemas/mismatches.js';

/** What stands in a body under a path such as `properties.issuer`; undefined where there is nothing. */
export function at(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (Object(value) as Record<string, unknown>)[name], body);
}

/** @throws Error when it is no text, which a template's code is not either */
export const textAt = (body: unknown, path: string) => read(body, path, isText);

/** @throws Error when it is neither true nor false */
export const flagAt = (body: unknown, path: string) => read(body, path, isFlag);

/** @throws Error when it is no list */
export const listAt = (body: unknown, path: string) => read(body, path, isList);

/**
 * The code of the template that stands there.
 *
 * @throws Error when it is something else
 */
export const codeAt = (body: unknown, path: string) => read(body, path, isCode).text;

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isCode = (value: unknown): value is Code => value instanceof Code;

function read<T>(body: unknown, path: string, is: (value: unknown) => value is T): T {
  const value = at(body, path);
  if (!is(value)) throw new Error(`the template does not say ${path} in a way that is understood here`);
  return value;
}
