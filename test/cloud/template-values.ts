/** The value in a body at a path such as `properties.issuer`; undefined without a value. */
export function at(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (Object(value) as Record<string, unknown>)[name], body);
}

/** @throws Error when it is no text */
export const textAt = (body: unknown, path: string) => read(body, path, isText);

/** @throws Error when it is neither true nor false */
export const flagAt = (body: unknown, path: string) => read(body, path, isFlag);

/** @throws Error when it is no list */
export const listAt = (body: unknown, path: string) => read(body, path, isList);

/** A number; undefined where there is none. */
export const daysAt = (body: unknown, path: string) => at(body, path) as number | undefined;

const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function read<T>(body: unknown, path: string, is: (value: unknown) => value is T): T {
  const value = at(body, path);
  if (!is(value)) throw new Error(`the template does not say ${path} in a way that is understood here`);
  return value;
}

/**
 * The condition of a role assignment, where it has one.
 *
 * @throws Error for another version than 2.0
 */
export function readCondition(body: unknown, paths: Readonly<Record<'condition' | 'version', string>>) {
  if (at(body, paths.condition) === undefined) return {};
  if (textAt(body, paths.version) !== '2.0') throw new Error('a condition is not of version 2.0');
  return { condition: textAt(body, paths.condition) };
}
