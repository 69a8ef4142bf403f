import { posix } from 'node:path';

import type { JsonEdit } from './json/edit-json.js';
import { alias } from '../nx/package-name.js';

/** The JSON schema by which editors complete and check nx.json, as nx.json refers to it. */
type NxJson = Readonly<Record<string, unknown>>;

const nxs = 'nx/schemas/nx-schema.json';
const ours = `${alias}/schemas/nx-json.schema.json`;

/**
 * What makes nx.json refer to our schema, which has Nx's in it; nothing where it refers to one of another origin.
 *
 * @param installed the folder that has `node_modules`; empty for the root
 */
export function referToOurs({ $schema }: NxJson, installed = ''): JsonEdit[] {
  if ($schema === undefined) return refer(`./${posix.join(installed, 'node_modules', ours)}`);
  const folder = folderOf($schema, nxs);
  return folder === undefined ? [] : refer(folder + ours);
}

/** The opposite: Nx's own again, or none where `referToOurs` found none, and so put it to the end. */
export function referToNxs(nxJson: NxJson): JsonEdit[] {
  const folder = folderOf(nxJson['$schema'], ours);
  if (folder === undefined) return [];
  const added = Object.keys(nxJson).at(-1) === '$schema';
  return refer(added ? undefined : folder + nxs);
}

const refer = (value: string | undefined): JsonEdit[] => [{ path: ['$schema'], value }];

/** `./node_modules/` of `./node_modules/nx/schemas/nx-schema.json` */
function folderOf(reference: unknown, schema: string): string | undefined {
  if (typeof reference !== 'string' || !reference.endsWith(`node_modules/${schema}`)) return undefined;
  return reference.slice(0, -schema.length);
}
