import type { ConfigIssue } from '../errors.js';

/** An issue for each key of an object in `azure` that a schema does not know; none for what is no object. */
export function unknownKeys(path: string, given: unknown, entries: object): ConfigIssue[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  const known = Object.keys(entries);
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  const expected = `one of ${known.join(', ')}`;
  return unknown.map((key) => ({ path: `nx.json azure.${path}.${key}`, expected, given: 'an unknown key' }));
}
